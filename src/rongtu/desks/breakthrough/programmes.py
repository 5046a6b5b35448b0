"""R&D programmes: public projects and subjects, and who works on them."""

from __future__ import annotations

from rongtu.acts.authority import Right
from rongtu.acts.models import Model
from rongtu.acts.operation import Context, OperationKind, operation
from rongtu.acts.paging import PageRequest
from rongtu.facts.reading import rows
from rongtu.facts.records.projects import Project
from rongtu.facts.schema import table


class ProjectState(Model):
    """One project or subject: who works on what, not a result on offer."""

    code: str
    title: str
    programme: str
    performer: str | None
    ref: str


class ProjectPage(Model):
    """A page of projects by number."""

    projects: tuple[ProjectState, ...]


@operation("project.list", kind=OperationKind.QUERY, right=Right.READ_PUBLIC, zh="列出研发项目", en="List R&D projects")
def list_projects(context: Context, request: PageRequest) -> ProjectPage:
    """R&D projects by number."""
    page = rows(context.connection, Project, table(Project).c.code > request.after, most=request.most)
    return ProjectPage(
        projects=tuple(
            ProjectState(
                code=row.row.code,
                title=row.row.title,
                programme=row.row.programme,
                performer=row.row.performer,
                ref=row.ref,
            )
            for row in page
        )
    )
