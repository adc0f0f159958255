from wagtail.admin.forms import WagtailAdminModelForm

from calendar_app.categories import services
from calendar_app.categories.models import Category


class CategoryForm(WagtailAdminModelForm):
    class Meta(WagtailAdminModelForm.Meta):
        model = Category
        fields = ["name", "name_de", "name_en", "order", "retired"]

    def save(self, commit: bool = True) -> Category:
        category: Category = super().save(commit=False)
        if commit:
            services.save(category, self.for_user)
        return category

    def save_m2m(self) -> None:
        """Categories have nothing of the kind."""
