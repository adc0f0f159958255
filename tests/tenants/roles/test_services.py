"""Who may give whom which role, and how an invitation becomes one."""

import re

import pytest
from django.core import mail

from shared.audit.models import Entry
from tenants.accounts import services as accounts
from tenants.accounts.models import Invitation, User
from tenants.roles import selectors, services
from tenants.roles.enums import Role
from tenants.roles.permissions import NotAllowed
from tests.people import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.servers]


def test_rights_hold_on_one_site_only(people, on, lipova, sluknov):
    clerk = people.clerk("lipova")
    with on(lipova):
        fresh = User.objects.get(pk=clerk.pk)
        assert selectors.role_of(fresh) is Role.EDITOR
        assert fresh.has_perm("wagtailadmin.access_admin")
    with on(sluknov):
        fresh = User.objects.get(pk=clerk.pk)
        assert selectors.role_of(fresh) is None
        assert not fresh.has_perm("wagtailadmin.access_admin")


def test_a_right_written_into_the_public_table_gives_nothing(people, on, lipova):
    from django.contrib.auth.models import Permission

    outsider = people.outsider()
    outsider.user_permissions.add(Permission.objects.get(codename="access_admin"))
    with on(lipova):
        assert not User.objects.get(pk=outsider.pk).has_perm("wagtailadmin.access_admin")


@pytest.mark.parametrize("role", ["clerk", "author", "outsider"])
def test_only_administrators_manage_people(people, on, lipova, role):
    actor = people.outsider() if role == "outsider" else getattr(people, role)("lipova")
    other = people.administrator("lipova")
    with on(lipova):
        for attempt in (
            lambda: services.assign(other, Role.AUTHOR, actor=actor),
            lambda: services.assign(actor, Role.ADMINISTRATOR, actor=actor),
            lambda: services.remove(other, actor=actor),
            lambda: services.invite("x@test.example", Role.ADMINISTRATOR, actor=actor),
        ):
            with pytest.raises(NotAllowed):
                attempt()


def test_nobody_changes_their_own_role_or_an_operator(people, on, lipova):
    administrator, operator = people.administrator("lipova"), people.operator()
    with on(lipova):
        for person in (administrator, operator):
            with pytest.raises(NotAllowed):
                services.assign(person, Role.AUTHOR, actor=administrator)


def test_an_administrator_has_no_say_on_another_site(people, on, sluknov):
    administrator = people.administrator("lipova")
    with on(sluknov), pytest.raises(NotAllowed):
        services.invite("x@test.example", Role.AUTHOR, actor=administrator)


def test_invitation_from_mail_to_role(
    people, lipova, client_for, django_capture_on_commit_callbacks
):
    administrator = people.administrator("lipova")
    with django_capture_on_commit_callbacks(execute=True):
        response = client_for(lipova, administrator).post(
            "/admin/lide/", {"email": "Nova@Test.example", "role": "author"}
        )
    assert response.status_code == 302
    assert mail.outbox[0].to == ["nova@test.example"]
    path = re.search(r"http://lipova\.sever\.localhost:8000(/pozvanka/\S+)", mail.outbox[0].body)[1]

    browser = client_for(lipova)
    assert browser.get(path).status_code == 200
    weak = browser.post(path, {"first_name": "Eva", "last_name": "Nová", "password": "1234567890"})
    assert weak.status_code == 200
    assert b"Eva" in weak.content, "what was typed is kept"
    done = browser.post(
        path, {"first_name": "Eva", "last_name": "Nová", "password": "lesni jahody v mlze"}
    )
    assert done.status_code == 302
    assert browser.get("/admin/").status_code == 200
    assert browser.get(path).status_code == 404, "the link works once"
    assert Entry.objects.filter(action="people.invitation_accepted", schema_name="lipova").exists()


def test_invitation_is_good_on_its_own_site_only(people, on, lipova, sluknov, client_for):
    with on(lipova):
        invitation = services.invite(
            "x@test.example", Role.ADMINISTRATOR, actor=people.administrator("lipova")
        )
    token = accounts.token_for(invitation)
    assert client_for(sluknov).get(f"/pozvanka/{token}/").status_code == 404
    assert client_for(lipova).get(f"/pozvanka/{token}x/").status_code == 404
    assert client_for(lipova).get(f"/pozvanka/{token}/").status_code == 200


def test_invitation_of_somebody_with_an_account_needs_that_account(people, on, lipova, client_for):
    outsider, clerk = people.outsider(), people.clerk("sluknov")
    with on(lipova):
        invitation = services.invite(
            outsider.email, Role.ADMINISTRATOR, actor=people.administrator("lipova")
        )
    path = f"/pozvanka/{accounts.token_for(invitation)}/"
    client_for(lipova, clerk).post(path, {"password": "lesni jahody v mlze"})
    with on(lipova):
        assert selectors.role_of(clerk) is None
    client_for(lipova, outsider).post(path)
    with on(lipova):
        assert selectors.role_of(outsider) is Role.ADMINISTRATOR


def test_an_old_invitation_raises_nobodys_role(people, on, lipova):
    author = people.author("lipova")
    with on(lipova):
        invitation = services.invite(
            author.email, Role.ADMINISTRATOR, actor=people.administrator("lipova")
        )
        services.accept_invitation(accounts.token_for(invitation), author)
        assert selectors.role_of(author) is Role.AUTHOR


def test_revoked_invitation_is_dead(people, on, lipova, sluknov, client_for):
    administrator = people.administrator("lipova")
    with on(lipova):
        invitation = services.invite("x@test.example", Role.AUTHOR, actor=administrator)
    stranger = client_for(sluknov, people.administrator("sluknov"))
    assert stranger.post(f"/admin/lide/pozvanka/{invitation.pk}/zrusit/").status_code == 404
    client_for(lipova, administrator).post(f"/admin/lide/pozvanka/{invitation.pk}/zrusit/")
    assert not Invitation.objects.get(pk=invitation.pk).is_open


def test_log_out_everywhere_ends_other_devices(people, lipova, client_for):
    clerk = people.clerk("lipova")
    telephone, computer = client_for(lipova, clerk), client_for(lipova, clerk)
    assert telephone.get("/admin/").status_code == 200
    computer.post("/admin/odhlasit-vsude/")
    assert telephone.get("/admin/").status_code == 302


def test_people_of_other_sites_are_not_shown(people, lipova, client_for):
    people.clerk("sluknov")
    administrator = people.administrator("lipova")
    page = client_for(lipova, administrator).get("/admin/lide/").content.decode()
    assert administrator.email in page
    assert "sluknov" not in page.lower().replace("sluknov.sever", "")


@pytest.mark.parametrize("path", ["users/", "groups/", "users/add/", "users/1/", "groups/1/"])
def test_wagtails_lists_of_all_people_are_closed(people, lipova, client_for, path):
    for person in (people.administrator("lipova"), people.operator()):
        assert client_for(lipova, person).get(f"/admin/{path}").status_code == 404


def test_guessing_is_limited_for_one_person_from_one_address(people, lipova, client_for, settings):
    clerk, other = people.clerk("lipova"), people.author("lipova")

    def log_in(person, password, address="192.0.2.1"):
        return client_for(lipova, REMOTE_ADDR=address).post(
            "/admin/login/", {"username": person.email, "password": password}
        )

    for _attempt in range(settings.AXES_FAILURE_LIMIT):
        log_in(clerk, "wrong")
    assert log_in(clerk, PASSWORD).status_code == 429
    assert log_in(clerk, PASSWORD, address="192.0.2.2").status_code == 302
    assert log_in(other, PASSWORD).status_code == 302


def test_people_are_never_deleted(people):
    from django.db.models import ProtectedError

    with pytest.raises(ProtectedError):
        people.outsider().delete()


def test_deactivated_person_is_anonymous_and_locked_out(people, lipova, client_for):
    clerk = people.clerk("lipova")
    browser = client_for(lipova, clerk)
    accounts.deactivate(clerk)
    assert browser.get("/admin/").status_code == 302
    clerk.refresh_from_db()
    assert "lipova" not in clerk.email


def test_guessing_many_people_from_one_address_is_limited_too(lipova, client_for, monkeypatch):
    from django.core.cache.backends.locmem import LocMemCache

    from shared.kernel import ratelimit
    from tenants.roles import middleware

    # The real limit, counted in memory: what other tests do to Redis is no business of this one.
    monkeypatch.setattr(ratelimit, "cache", LocMemCache("guessing", {}))
    monkeypatch.setitem(middleware.GUESSED_AT, "wagtailadmin_login", 3)
    browser = client_for(lipova)
    codes = [
        browser.post(
            "/admin/login/", {"username": f"{n}@test.example", "password": "x"}
        ).status_code
        for n in range(5)
    ]
    assert codes == [200, 200, 200, 429, 429]


def test_a_password_reset_says_the_same_to_strangers(people, lipova, client_for):
    clerk = people.clerk("lipova")
    answers = [
        client_for(lipova).post("/admin/password_reset/", {"email": email})
        for email in (clerk.email, "nobody@test.example")
    ]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert [message.to for message in mail.outbox] == [[clerk.email]]
    assert "http://lipova.sever.localhost" in mail.outbox[0].body
