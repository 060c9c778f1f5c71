"""
A network to look at: associations, places, twelve weeks of events and six accounts, all invented.

`notation` says how the content is written down; `associations`, `partners`, `places`, `series`, `gatherings`,
`proposals` and `people` hold it; `plan` turns it into dates and identities for a given day, without a
database; `network` writes the plan down. `pictures` and `logos` paint on a `canvas`.
"""
