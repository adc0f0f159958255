"""Under which account the servers run when the caller is root, which PostgreSQL refuses to be."""

import os
import pwd
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import TypedDict

ACCOUNT = "pgserver"  # the name that the wheel of PostgreSQL uses for the same purpose


class RunAs(TypedDict, total=False):
    """Keyword arguments of `subprocess.Popen`."""

    user: int
    group: int
    extra_groups: list[int]


def run_as() -> RunAs:
    """Nothing for an ordinary user; for root the account that the servers get instead."""
    if os.geteuid() != 0:
        return {}
    entry = _ensure_account()
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def make_reachable(path: Path) -> None:
    """Lets the servers' account pass through the folders above `path`.

    Only passing (x) is added, not listing (r), and only where it is missing. It still opens a
    private folder such as /root a little, hence the line in the log and docs/operations.md.
    """
    if os.geteuid() != 0:
        return
    for folder in path.resolve().parents:
        mode = stat.S_IMODE(folder.stat().st_mode)
        if not mode & stat.S_IXOTH:
            folder.chmod(mode | stat.S_IXOTH)
            sys.stderr.write(f"keeper: {folder} may now be passed through by others\n")


def make_readable(folder: Path) -> None:
    """Programs installed by root under a strict umask must be readable by the servers' account."""
    if os.geteuid() != 0:
        return
    make_reachable(folder)
    for path in (folder, *folder.rglob("*")):
        if path.is_symlink():
            continue
        mode = stat.S_IMODE(path.stat().st_mode)
        wanted = mode | stat.S_IROTH
        if mode & stat.S_IXUSR:
            wanted |= stat.S_IXOTH
        if wanted != mode:
            path.chmod(wanted)


def own(folder: Path) -> None:
    """A private folder for the servers' account (or for us), created when it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    owner = run_as()
    if owner and folder.stat().st_uid != owner["user"]:
        # Also the way out after a restored copy or a rebuilt machine, where the numbers differ.
        for path in (folder, *folder.rglob("*")):
            os.chown(path, owner["user"], owner["group"], follow_symlinks=False)
    folder.chmod(0o700)


def _ensure_account() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(ACCOUNT)
    except KeyError:
        pass
    useradd = shutil.which("useradd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if useradd is None:
        raise RuntimeError(
            f"PostgreSQL does not run as root and no useradd is there to create {ACCOUNT}. "
            "Run this as an ordinary user, or set DATABASE_URL and REDIS_URL."
        )
    command = [useradd, "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", ACCOUNT]
    subprocess.run(command, check=True, capture_output=True, stdin=subprocess.DEVNULL)
    return pwd.getpwnam(ACCOUNT)
