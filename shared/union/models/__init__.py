from shared.union.models.home import UnionFigure, UnionHomePage
from shared.union.models.organs import Organ, OrganPerson, OrgansPage
from shared.union.models.papers import PapersPage, PublicPaper
from shared.union.models.projects import (
    ProjectIndexPage,
    ProjectOutput,
    ProjectPage,
    ProjectPartner,
)

__all__ = [
    "Organ",
    "OrganPerson",
    "OrgansPage",
    "PapersPage",
    "ProjectIndexPage",
    "ProjectOutput",
    "ProjectPage",
    "ProjectPartner",
    "PublicPaper",
    "UnionFigure",
    "UnionHomePage",
]
