# placeholder, being written
from django import template
register = template.Library()
