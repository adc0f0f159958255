"""Pages of a site: home, content, news, galleries, forms, and the menu over them."""
