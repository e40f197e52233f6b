from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonefx.evidence.domains import domain_path
from phonefx.evidence.paths import DevicePaths, mount_of
from phonefx.evidence.views import canonical, storage_class

SMS = "/private/var/mobile/Library/SMS/sms.db"
IOS = [
    "private/var/mobile/Library/SMS/sms.db",
    "/private/var/mobile/Library/SMS/sms.db",
    "./private/var/mobile/Library/SMS/sms.db",
    "var/mobile/Library/SMS/sms.db",
    "mobile/Library/SMS/sms.db",
    "filesystem2/mobile/Library/SMS/sms.db",
    "filesystem1/private/var/mobile/Library/SMS/sms.db",
    "EXTRACTION_FFS/filesystem2/mobile/Library/SMS/sms.db",
    "Dump/private/var/mobile/Library/SMS/sms.db",
    "HomeDomain/Library/SMS/sms.db",
    "backup/HomeDomain/Library/SMS/sms.db",
    "private\\var\\mobile\\Library\\SMS\\sms.db",
]
ANDROID = {
    "data/data/com.x.y/databases/a.db": ("/data/data/com.x.y/databases/a.db", 0),
    "/data/data/com.x.y/databases/a.db": ("/data/data/com.x.y/databases/a.db", 0),
    "Dump/data/data/com.x.y/databases/a.db": ("/data/data/com.x.y/databases/a.db", 0),
    "fs/Root/data/data/com.x.y/databases/a.db": ("/data/data/com.x.y/databases/a.db", 0),
    "userdata (ExtX)/Root/data/com.x.y/databases/a.db": ("/data/data/com.x.y/databases/a.db", 0),
    "apps/com.x.y/db/a.db": ("/data/data/com.x.y/databases/a.db", 0),
    "apps/com.x.y/d_db/a.db": ("/data/user_de/0/com.x.y/databases/a.db", 0),
    "apps/com.x.y/r/app_parts/1": ("/data/data/com.x.y/app_parts/1", 0),
    "apps/com.x.y/ef/note.txt": ("/storage/emulated/0/Android/data/com.x.y/files/note.txt", 0),
    "com.x.y/databases/a.db": ("/data/data/com.x.y/databases/a.db", None),
    "export/com.x.y/shared_prefs/p.xml": ("/data/data/com.x.y/shared_prefs/p.xml", None),
    "data/user/10/com.x.y/databases/a.db": ("/data/user/10/com.x.y/databases/a.db", 10),
    "data/user_de/0/com.x.y/databases/a.db": ("/data/user_de/0/com.x.y/databases/a.db", 0),
    "data_mirror/data_ce/null/95/com.x.y/files/f": ("/data_mirror/data_ce/null/95/com.x.y/files/f", 95),
    "data/media/0/DCIM/a.jpg": ("/data/media/0/DCIM/a.jpg", 0),
    "data/media/0/saved/data/data/com.x.y/files/f": ("/data/media/0/saved/data/data/com.x.y/files/f", 0),
    "storage/emulated/10/DCIM/a.jpg": ("/storage/emulated/10/DCIM/a.jpg", 10),
    "storage/emulated/0/Android/data/com.x.y/files/f": ("/storage/emulated/0/Android/data/com.x.y/files/f", 0),
    "Android/data/com.x.y/files/f": ("/Android/data/com.x.y/files/f", None),
    "mnt/expand/4f-2a/user/0/com.x.y/files/f": ("/mnt/expand/4f-2a/user/0/com.x.y/files/f", 0),
    "Dump/data/system/users/10/accounts.db": ("/data/system/users/10/accounts.db", 10),
    "data/system_ce/0/accounts_ce.db": ("/data/system_ce/0/accounts_ce.db", 0),
    "data/misc/wifi/WifiConfigStore.xml": ("/data/misc/wifi/WifiConfigStore.xml", None),
    "DCIM/Camera/a.jpg": ("/DCIM/Camera/a.jpg", None),
    "report.xml": ("/report.xml", None),
    "": ("/", None),
}


@pytest.mark.parametrize("stored", IOS)
def test_every_wrapper_of_an_iphone_tree_tells_the_same_path(stored):
    path, user = DevicePaths().of(stored)
    assert (path.replace("\\", "/"), user) == (SMS, None)


@pytest.mark.parametrize(("stored", "expected"), ANDROID.items())
def test_wrappers_of_android_trees(stored, expected):
    assert DevicePaths().of(stored) == expected


def test_an_image_of_userdata_is_mounted_at_data():
    paths = DevicePaths(mount_of({"data", "media", "misc", "system", "user_de", "lost+found"}))
    assert paths.of("data/com.x.y/databases/a.db") == ("/data/data/com.x.y/databases/a.db", 0)
    assert paths.of("media/0/DCIM/a.jpg") == ("/data/media/0/DCIM/a.jpg", 0)
    assert paths.of("user_de/10/com.x.y/a") == ("/data/user_de/10/com.x.y/a", 10)
    assert paths.of("system/packages.xml") == ("/data/system/packages.xml", None)
    assert mount_of({"mobile", "containers", "wireless"}) == "/private/var"
    assert mount_of({"DCIM", "Android"}) == mount_of({"system", "vendor", "init", "data"}) == ""


@pytest.mark.parametrize(
    ("domain", "relative", "expected"),
    [
        ("HomeDomain", "Library/SMS/sms.db", SMS),
        ("HomeDomain", "", "/private/var/mobile"),
        ("CameraRollDomain", "Media/DCIM/1.JPG", "/private/var/mobile/Media/DCIM/1.JPG"),
        ("AppDomain-org.x", "Documents/a", "/private/var/mobile/Containers/Data/Application/org.x/Documents/a"),
        ("AppDomainGroup-group.x", "a", "/private/var/mobile/Containers/Shared/AppGroup/group.x/a"),
        ("SysSharedContainerDomain-g", "a", "/private/var/containers/Shared/SystemGroup/g/a"),
        ("FutureDomain", "a/b", "/FutureDomain/a/b"),
    ],
)
def test_domains_of_a_backup(domain, relative, expected):
    assert domain_path(domain, relative) == expected


def test_views_of_one_storage_have_one_canonical_path():
    same = [
        "/data/data/com.x/a", "/data/user/0/com.x/a", "/data_mirror/data_ce/null/0/com.x/a",
        "/sbin/.magisk/mirror/data/data/com.x/a",
    ]  # fmt: skip
    assert {canonical(path) for path in same} == {"/data/data/com.x/a"}
    other = ["/data/user/10/com.x/a", "/data_mirror/data_ce/null/10/com.x/a"]
    assert {canonical(path) for path in other} == {"/data/user/10/com.x/a"}
    protected = ["/data/user_de/0/com.x/a", "/data_mirror/data_de/null/0/com.x/a"]
    assert {canonical(path) for path in protected} == {"/data/user_de/0/com.x/a"}
    assert {storage_class(path) for path in [*same[:3], *other]} == {"CE"}
    assert {storage_class(path) for path in protected} == {"DE"}
    assert storage_class("/data/media/0/x") is None
    assert canonical("/storage/emulated/0/DCIM/a") == canonical("/sdcard/DCIM/a") == "/data/media/0/DCIM/a"
    assert canonical("/var/mobile/a") == canonical("/private/var/mobile/a")


PARTS = ["data", "user", "0", "10", "com.x.y", "databases", "private", "var", "mobile", "Library", "apps", "db", ".."]
ODD = ["a", "", ".", "media", "Android", "filesystem2", "\udc80", "HomeDomain", "system", "users"]


@given(st.lists(st.sampled_from([*PARTS, *ODD]), max_size=12))
def test_a_remembered_folder_gives_what_a_fresh_look_gives(parts):
    stored = "/".join(parts)
    warm = DevicePaths()
    for count in range(len(parts)):
        warm.of("/".join(parts[:count]))
    path, _ = warm.of(stored)
    assert (path, _) == DevicePaths().of(stored)
    assert path.startswith("/")
    assert path.endswith("/" + stored.rpartition("/")[2])


@given(st.text(max_size=300))
def test_any_name_has_a_device_path(stored):
    path, _ = DevicePaths().of(stored)
    assert path.startswith("/")
    assert canonical(path).startswith("/")


def test_a_name_of_ten_thousand_folders_costs_little():
    paths = DevicePaths()
    assert paths.of("a/" * 10_000 + "b")[0].endswith("/a/a/b")
    assert paths.of("data/" * 3_000 + "b")[0].startswith("/data/")


@pytest.mark.parametrize(("listing", "count"), [("josh-hickman-ios15", 474_145), ("belkasoft-ctf6-ios-dev1", 65_624)])
def test_the_paths_of_two_real_phones(listing, count, corpus):
    with zipfile.ZipFile(corpus / "path_listings" / f"{listing}.csv.zip") as archive:
        text = archive.read(archive.namelist()[0]).decode("utf-8", "surrogateescape")
    names = [row[0] for row in csv.reader(io.StringIO(text, newline=""))][1:]
    assert abs(len(names) - count) <= 1
    paths = DevicePaths()
    found = Counter("/".join(paths.of(name)[0].split("/")[:4]) for name in names)
    assert found["/private/var/mobile"] == sum(_in_mobile(name) for name in names)
    assert not any(path.startswith(("/filesystem", "/mobile")) for path in found)


def _in_mobile(name: str) -> bool:
    return name.startswith(("filesystem2/mobile/", "filesystem1/private/var/mobile/", "private/var/mobile/"))
