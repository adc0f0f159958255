import pytest
from tests.benchmarks import queries, content
@pytest.mark.django_db
def test_all(lipova, union):
    for n in (1,3):
        content.fill(lipova,n); content.fill(union,n)
        for name,path in queries.SITE_PAGES.items():
            q=queries.captured(lipova,path); print(n,name,len(q))
            if n==3:
                for s in q: print("      ",s[:150] + (" ... "+s[s.find(" FROM"):][:120]))
        for name,path in queries.UNION_PAGES.items():
            q=queries.captured(union,path); print(n,name,len(q))
            if n==3:
                for s in q: print("      ",s[:150] + (" ... "+s[s.find(" FROM"):][:120]))
