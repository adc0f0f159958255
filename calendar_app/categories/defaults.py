"""What a union starts with. It may rename, add and retire afterwards."""

from calendar_app.categories.models import Category
from tenants.registry.models import Municipality

CATEGORIES = (
    ("kultura", "Kultura a výstavy", "Kultur und Ausstellungen", "Culture and exhibitions"),
    ("slavnosti", "Slavnosti a tradice", "Feste und Bräuche", "Festivities and traditions"),
    ("poute", "Poutě a církevní akce", "Wallfahrten und Kirche", "Pilgrimages and church"),
    ("sport", "Sport a turistika", "Sport und Wandern", "Sport and tourism"),
    ("deti", "Děti a rodiny", "Kinder und Familien", "Children and families"),
    ("seniori", "Senioři", "Senioren", "Seniors"),
    ("spolky", "Spolky a hasiči", "Vereine und Feuerwehr", "Clubs and firefighters"),
    ("vzdelavani", "Vzdělávání a přednášky", "Bildung und Vorträge", "Education and lectures"),
    ("trhy", "Trhy a jarmarky", "Märkte und Jahrmärkte", "Markets and fairs"),
    ("zastupitelstvo", "Zasedání zastupitelstva", "Gemeinderatssitzungen", "Council meetings"),
    ("odpady", "Svoz odpadu", "Müllabfuhr", "Waste collection"),
    ("ostatni", "Ostatní", "Sonstiges", "Other"),
)


def create_categories(municipality: Municipality) -> None:
    """Once for all sites: a list that the union has begun to edit is left alone."""
    if Category.objects.exists():
        return
    Category.objects.bulk_create(
        (
            Category(slug=slug, name=name, name_de=name_de, name_en=name_en, order=10 * number)
            for number, (slug, name, name_de, name_en) in enumerate(CATEGORIES, start=1)
        ),
        ignore_conflicts=True,
    )
