"""What word processors put on the clipboard, as the editor's module turns it into Markdown, in a real browser."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Shortened from what each program writes; every construct is theirs.
WORD = """
<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta name=Generator content="Microsoft Word 15">
<style><!-- p.MsoNormal {margin:0cm; font-family:"Calibri",sans-serif;} @page {size:595.3pt 841.9pt;} --></style>
</head><body lang=FR><!--StartFragment-->
<h1><span style='font-family:"Cambria"'>Le repas de quartier<o:p></o:p></span></h1>
<p class=MsoNormal style='margin-bottom:8pt'><span style='color:#1F497D'>Nous avons <b style='mso-bidi-font-weight:
normal'>tout</b>&nbsp;fait avec les <i>habitants</i>&nbsp;: voyez <a
href="https://exemple.org/repas_(1)">le récit</a>.<o:p></o:p></span></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;
</span></span></span><![endif]>des tables<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='text-indent:-18.0pt;mso-list:l0 level2 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>o<span>&nbsp;&nbsp;</span></span><![endif]>pliantes<o:p></o:p></p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span
style='mso-list:Ignore'>1.<span>&nbsp; </span></span>Inviter</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span
style='mso-list:Ignore'>2.<span>&nbsp; </span></span>Cuisiner</p>
<p class=MsoNormal><img width=40 src="file:///C:/Users/x/clip_image001.png"><script>alert(1)</script>Fin</p>
<!--EndFragment--></body></html>
"""
WORD_READ = """\
## Le repas de quartier

Nous avons **tout** fait avec les *habitants*\N{NO-BREAK SPACE}: voyez [le récit](https://exemple.org/repas_%281%29).

- des tables
   - pliantes

1. Inviter
2. Cuisiner

Fin"""
GOOGLE = """
<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1"><h2 dir="ltr"><span
style="font-size:16pt;font-weight:400">Les étapes</span></h2><ol><li dir="ltr"><p><span>Inviter</span></p></li><li><p
><span style="font-weight:700">Cuisiner </span><span>ensemble</span></p></li><ul><li><p>tôt</p></li></ul></ol><p><span
style="font-style:italic;font-weight:700">Merci</span></p></b>
"""
GOOGLE_READ = "### Les étapes\n\n1. Inviter\n2. **Cuisiner** ensemble\n   - tôt\n\n***Merci***"
LIBREOFFICE = """
<p style="line-height: 115%">Un mot, <font color="#c9211e"><b>deux</b></font><br/>lignes</p><ul><li><p>a</p>
<ul><li><p>b</p></li></ul></li></ul><table><tr><td><p>Qui</p></td><td><p>Quoi</p></td></tr></table>
<blockquote>On s’est <strong>parlé</strong>.</blockquote>
"""
LIBREOFFICE_READ = "Un mot, **deux**\nlignes\n\n- a\n  - b\n\nQui | Quoi\n\n> On s’est **parlé**."


@pytest.fixture
def read(page):
    page.goto("/comptes/login/")
    return lambda html: page.evaluate(
        "async (html) => (await import('/static/js/paste.js')).toMarkdown(html)", html
    )


def test_documents_become_simple_markdown(read):
    assert read(WORD) == {"text": WORD_READ, "isRich": True, "hasPictures": True}
    assert read(GOOGLE)["text"] == GOOGLE_READ
    assert read(LIBREOFFICE)["text"] == LIBREOFFICE_READ


def test_words_without_form_are_left_to_the_browser(read):
    assert read("<p>Deux</p><p>lignes</p>")["isRich"] is False
    assert read('<span style="color:red">rouge</span>') == {
        "text": "rouge",
        "isRich": False,
        "hasPictures": False,
    }


def test_dangerous_links_and_hidden_text_are_not_kept(read):
    html = '<p><a href="javascript:alert(1)">ici</a> <b>là</b><span style="display:none">secret</span></p>'

    assert read(html)["text"] == "ici **là**"
