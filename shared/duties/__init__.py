"""What the law asks every site to publish, as the union sees it, and officers that sites share.

Each site works out on its own how it stands and notes it here in the transaction that changes it;
nobody reads another site's schema.
"""
