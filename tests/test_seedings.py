"""Real apps with other rows and documents, and what was predicted for them by hand.

The predictions were made from the reference and the decoded models, before any of this existed.
"""

from __future__ import annotations

from collections import Counter

import pytest
from bson import decode, encode
from seeding import ATLAS, DATA, TODAY, WITH_REAL_APPS, RealApp, guarded, nested

from pytest_osm.configuration.settings import Settings
from pytest_osm.engine import check_model
from pytest_osm.model.kinds import DocumentKind
from pytest_osm.testing import (
    CallJavaScriptActivity,
    CallMicroflowActivity,
    CallNanoflowActivity,
    Change,
    Commit,
    CreateList,
    CreateObject,
    DataView,
    DeleteObject,
    Disabled,
    FromNanoflow,
    If,
    ListView,
    Loop,
    OnError,
    ReferenceSelector,
    Retrieve,
    RetrieveOver,
    Return,
    ShowMessage,
    ShowPage,
    Synchronize,
)

pytestmark = WITH_REAL_APPS

WRITE, READ, CAMERA, RECORD, BLUETOOTH, LOCATION = (
    f"{ATLAS}.ACT_{name}_Android"
    for name in (
        *("WRITE_EXTERNAL_STORAGE", "READ_EXTERNAL_STORAGE", "CAMERA"),
        *("RECORD_AUDIO", "BLUETOOTH", "ACCESS_FINE_LOCATION"),
    )
)
LIBRARY, CAMERA_IOS, RECORD_IOS, BLUETOOTH_IOS, WHEN_IN_USE, CONTACTS = (
    f"{ATLAS}.ACT_{name}_Ios"
    for name in (
        *("PHOTO_LIBRARY", "CAMERA", "RECORD_AUDIO", "Bluetooth"),
        *("LOCATION_WHEN_IN_USE", "CONTACTS"),
    )
)
RESET, BARCODE, CLICKED = (
    f"{ATLAS}.{name}" for name in ("Reset", "BarcodeScanner_OpenDefault", "ACT_Clicked")
)
CHECK = CallJavaScriptActivity("NativeMobileResources.IsConnected", into="Connected")
CALL = CallMicroflowActivity(f"{ATLAS}.Reset_Category")
SAID = ShowMessage("There is no connection.")
IOS = "$RequestGenericPermission/isIOS"
INBOX, IMAGE, BADGE, GALLERY = (
    f"{ATLAS}.{name}" for name in ("TaskInbox", "TaskInboxImage", "TaskInboxBadges", "Gallery")
)
TO_IMAGE, TO_INBOX = f"{ATLAS}.TaskInbox_TaskInboxImage", f"{ATLAS}.TaskInboxBadges_TaskInbox"
STATISTICS = f"{DATA}.AtlasStatistics"
ACCOUNT, KEYS = "Administration.Account", "KeyManagement"
SENSOR, SENSOR_IOS, SENSOR_ANDROID = (
    f"{KEYS}.nf_ivk_test_{name}isSensorAvailable" for name in ("", "ios_", "android_")
)

# What the Atlas app has before anything is changed.
EXISTING = ("OSM405", "info", "high", f"{DATA}.NF_GenericObject")
EXISTING_ERROR = ("OSM405", "error", "high", f"{DATA}.NF_GenericObject")


def unhandled(*nanoflows: str) -> list[tuple[str, str, str, str]]:
    return [("OSM404", "info", "high", f"nanoflow {name}") for name in nanoflows]


def unchecked(*nanoflows: str, severity: str = "warning") -> list[tuple[str, str, str, str]]:
    return [("OSM501", severity, "high", f"nanoflow {name}") for name in nanoflows]


def guards_in_one_nanoflow(app: RealApp) -> None:
    app.rewrite(WRITE, CALL)
    app.rewrite(READ, *guarded(CALL))
    server = "NanoflowCommons.IsConnectedToServer"
    app.rewrite(CAMERA, *guarded(CALL, condition="not($Connected)", check=server))
    app.rewrite(RECORD, CHECK, CALL)
    app.rewrite(BLUETOOTH, CHECK, If("$Connected", (), (SAID,)), CALL)
    app.rewrite(LOCATION, OnError(CALL, SAID, Return()))
    sheets = CreateList(f"{ATLAS}.BottomSheet", "Sheets")
    app.rewrite(LIBRARY, *guarded(sheets, Loop("Sheets", (CALL,))))
    app.rewrite(CAMERA_IOS, sheets, Loop("Sheets", (CALL,)))
    app.rewrite(RECORD_IOS, OnError(CallJavaScriptActivity("NanoflowCommons.Wait"), CALL))
    app.rewrite(BLUETOOTH_IOS, Disabled(CALL))
    app.rewrite(WHEN_IN_USE, CHECK, If("$Connected", (CALL,)))
    app.rewrite(CONTACTS, *guarded(CALL, condition=f"$Connected and {IOS}"))


def guards_across_nanoflows(app: RealApp) -> None:
    is_online, is_wifi, fake = (
        f"{ATLAS}.ACT_Clicked_{name}" for name in ("BadgeButton", "Web_Badges", "Web_Labels")
    )
    app.rewrite(is_online, CHECK, Return("$Connected"), returns="Boolean")
    app.rewrite(
        is_wifi,
        CallJavaScriptActivity("NanoflowCommons.IsConnectedToServer", into="Server"),
        CallJavaScriptActivity("NativeMobileResources.IsWifiConnection", into="Wifi"),
        Return("$Server and $Wifi"),
        returns="Boolean",
    )
    app.rewrite(fake, CHECK, Return("true"), returns="Boolean")
    for name in (RESET, BARCODE, CLICKED):
        app.rewrite(name, CALL)

    def asking(host: str, check: str, then: object, condition: str = "$Online") -> None:
        app.rewrite(
            host, CallNanoflowActivity(check, into="Online"), If(condition, (then,), (SAID,))
        )

    asking(WRITE, is_online, CallNanoflowActivity(RESET))
    asking(READ, is_wifi, CallNanoflowActivity(RESET))
    asking(CAMERA, is_online, CallNanoflowActivity(BARCODE))
    app.rewrite(RECORD, CallNanoflowActivity(BARCODE))
    asking(BLUETOOTH, is_online, CallNanoflowActivity(CLICKED))
    asking(LOCATION, fake, CALL)
    asking(LIBRARY, is_online, CALL, "$Online = true")
    asking(CAMERA_IOS, is_online, CALL, f"$Online or {IOS}")
    app.rewrite(RECORD_IOS, If(IOS, (CHECK, If("$Connected", (), (SAID, Return())))), CALL)
    app.rewrite(BLUETOOTH_IOS, *guarded(OnError(CALL, SAID, Return())))
    app.rewrite(CONTACTS, OnError(CALL, SAID, Return()))


def online_lists(app: RealApp) -> None:
    app.append(
        f"{ATLAS}.Native_Widgets",
        ListView(BADGE, name="seedListOnline"),
        ListView(INBOX, name="seedListOffline"),
    )
    page = f"{ATLAS}.NativePhone_TaskInbox"
    app.rewrite(WRITE, ShowPage(page))
    app.rewrite(READ, *guarded(ShowPage(page)))
    app.rewrite(CAMERA, ShowPage(f"{ATLAS}.Typography"))
    one = f"{TO_IMAGE}/{IMAGE}"
    app.rebind(page, "badge1", "System.FileDocument.Name", f"{TO_INBOX}/{INBOX}/{one}")
    app.rebind(page, "text4", "System.FileDocument.Name", one)


def microflows_with_online_objects(app: RealApp) -> None:
    first = Retrieve(STATISTICS, into="Stat", first=True)
    chart = CallMicroflowActivity(
        f"{DATA}.DS_CreateAtlasChartData", "Chart", {"AtlasStatistics": "$Stat"}
    )
    app.rewrite(WRITE, first, chart)
    app.rewrite(
        READ, *guarded(CallMicroflowActivity(f"{DATA}.IVK_GetFirstStatisticObject", "Stat"))
    )
    copy = CallMicroflowActivity(
        f"{DATA}.DS_DuplicateStatistic", "C", {"AtlasStatisticsParam": "$Stat"}
    )
    app.rewrite(CAMERA, *guarded(first, OnError(copy, SAID, Return())))
    feedback = "FeedbackModule.Feedback"
    app.rewrite(
        RECORD,
        *guarded(
            CreateObject(feedback, into="F"),
            CallMicroflowActivity("FeedbackModule.VAL_Feedback", "Valid", {"Feedback": "$F"}),
        ),
    )
    person = CallMicroflowActivity(f"{DATA}.DS_DuplicatePeople", "C", {"AtlasUserParam": "$P"})
    app.rewrite(BLUETOOTH, *guarded(Retrieve(f"{DATA}.AtlasPeople", into="P", first=True), person))
    everything = CallMicroflowActivity(f"{DATA}.IVK_RetrieveAllStatisticObjects", "Stats")
    app.rewrite(LOCATION, *guarded(everything))


def accounts(app: RealApp) -> None:
    def returns_account(stored: dict[str, object]) -> None:
        stored["MicroflowReturnType"] = app.context.element("DataTypes$ObjectType", Entity=ACCOUNT)

    app.change(DocumentKind.MICROFLOW, "Administration.ManageMyAccount", returns_account)
    password = CallMicroflowActivity(
        "Administration.ShowMyPasswordForm", "", {"Account": "$Account"}
    )
    app.rewrite(SENSOR_ANDROID, Retrieve(ACCOUNT, into="Account", first=True), password)
    mine = CallMicroflowActivity("Administration.ManageMyAccount", "Account")
    app.rewrite(SENSOR_IOS, *guarded(mine))
    app.rewrite(SENSOR, *guarded(Retrieve(ACCOUNT, into="Accounts"), Synchronize(("Accounts",))))
    app.rewrite(f"{KEYS}.nf_ivk_test_argon2", Synchronize())


def crossings(app: RealApp) -> None:
    inbox, image = (
        Retrieve(each, into=each[len(ATLAS) + 1 :], first=True) for each in (INBOX, IMAGE)
    )
    over = Retrieve(INBOX, into="I", xpath=f"[{TO_IMAGE}/{IMAGE}/Name = 'x']", first=True)
    app.rewrite(WRITE, *guarded(over))
    app.rewrite(READ, Retrieve(BADGE, into="B", xpath=f"[{TO_INBOX}/{INBOX}/Title = 'x']"))
    app.rewrite(CAMERA, Retrieve(GALLERY, into="G", xpath=f"[Title = '{TO_IMAGE}/{IMAGE}/Name']"))
    app.rewrite(RECORD, *guarded(inbox, image, Change("TaskInbox", {TO_IMAGE: "$TaskInboxImage"})))
    app.rewrite(BLUETOOTH, image, CreateObject(INBOX, members={TO_IMAGE: "$TaskInboxImage"}))
    badge = Retrieve(BADGE, into="Badge", first=True)
    app.rewrite(LOCATION, *guarded(inbox, badge, Change("Badge", {TO_INBOX: "$TaskInbox"})))
    app.rewrite(LIBRARY, *guarded(inbox, Change("TaskInbox", {f"{INBOX}.Title": "'x'"})))
    first = CallMicroflowActivity(f"{DATA}.IVK_GetFirstStatisticObject", "Stat")
    app.rewrite(CAMERA_IOS, *guarded(Retrieve(STATISTICS, into="Old", first=True), first))


def synchronizations(app: RealApp) -> None:
    app.rewrite(RECORD_IOS, *guarded(Retrieve(INBOX, into="I"), Synchronize(("I",))))
    app.rewrite(BLUETOOTH_IOS, Retrieve(GALLERY, into="G"), Synchronize(("G",)))
    app.rewrite(WHEN_IN_USE, Synchronize())


def pickers(app: RealApp) -> None:
    synchronizations(app)
    app.rewrite(RESET, Retrieve(INBOX, into="Inbox", first=True), Return("$Inbox"), returns=INBOX)
    picker = ReferenceSelector("System.FileDocument.Name", over=f"{TO_IMAGE}/{IMAGE}")
    app.append(
        f"{ATLAS}.Typography",
        DataView(FromNanoflow(RESET), picker, name="seedViewEdit"),
        DataView(FromNanoflow(RESET), picker, name="seedViewNever", editable="Never"),
    )


def two_marriages(app: RealApp) -> None:
    def two_steps(stored: object) -> None:
        grid = next(each for each in nested(stored) if each.get("Name") == "grid14")
        bound = next(
            each
            for each in nested(grid["Object"])
            if each["$Type"] == "DomainModels$AttributeRef" and each["EntityRef"]
        )
        bound["EntityRef"]["Steps"].append(bound["EntityRef"]["Steps"][1])

    app.change(DocumentKind.PAGE, "OQL.Example_Overview", two_steps)


def uploads(app: RealApp) -> None:
    context, special, picture = (
        *("FileUploader.FileUploadContext", f"{DATA}.AtlasContext"),
        "FileUploader.UploadedImage",
    )
    guid = next(
        unit.id
        for unit in app.project.store.units
        if unit.containment == "ProjectDocuments"
        and decode(app.project.store.contents(unit))["$Type"] == "Navigation$NavigationDocument"
    )
    path = app.model.parent / "mprcontents" / guid[:2] / guid[2:4] / f"{guid}.mxunit"
    navigation = decode(path.read_bytes())
    for each in nested(navigation):
        if each.get("Entity") == special:
            each["CompatibilityMode"] = True
    path.write_bytes(encode(navigation))
    app.rewrite(WRITE, Retrieve(context, into="Contexts"))
    app.rewrite(READ, *guarded(Retrieve(special, into="Context", first=True)))
    over = RetrieveOver("FileUploader.UploadedImage_FileUploadContext", "Picture")
    app.rewrite(CAMERA, Retrieve(picture, into="Picture", first=True), over)
    app.rewrite(
        RECORD,
        Retrieve(BADGE, into="Badge", first=True),
        Change("Badge", {f"{BADGE}.Value": "'1'"}, commit=True),
    )


def online_home(app: RealApp) -> None:
    page = f"{KEYS}.pgr_test_orm"
    app.append("NativeMobile.Home_Native", ListView(ACCOUNT, name="seedListHome"))
    app.append(page, ListView(ACCOUNT, name="seedListOrm"))
    shown = ShowPage(page)
    app.rewrite(f"{KEYS}.nf_ivk_test_argon2", *guarded(shown, condition="not($Connected)"))
    server = CallJavaScriptActivity("NanoflowCommons.IsConnectedToServer", into="Connected")
    app.rewrite(f"{KEYS}.nf_ivk_test_android_getkey_k0", server, shown)
    one = Retrieve(ACCOUNT, into="Account", first=True)
    app.rewrite(
        SENSOR_IOS, one, OnError(Commit("Account"), SAID, Return()), DeleteObject("Account")
    )
    loop = Loop("Accounts", (DeleteObject("Iterator"),))
    app.rewrite(SENSOR_ANDROID, *guarded(Retrieve(ACCOUNT, into="Accounts"), loop))
    mine = CallMicroflowActivity("Administration.ManageMyAccount")
    wifi = CallJavaScriptActivity("NativeMobileResources.IsWifiConnection", into="Wifi")
    app.rewrite(SENSOR, wifi, If("$Wifi", (mine,), (mine,)))


LISTS = [
    ("OSM306", "error", "high", "page Atlas_DesignSystem.NativePhone_TaskInbox, Badge"),
    ("OSM501", "warning", "medium", f"nanoflow {ATLAS}.DS_TaskInboxBadges"),
    ("OSM502", "warning", "medium", f"page {ATLAS}.Native_PageTemplates"),
    ("OSM502", "warning", "medium", f"nanoflow {WRITE}"),
    ("OSM502", "warning", "high", "navigation profile NativePhone"),
    ("OSM502", "warning", "high", f"page {ATLAS}.Native_Home"),
    ("OSM502", "warning", "high", f"page {ATLAS}.Native_BuildingBlocks"),
]
INBOX_PAGE = [
    ("OSM501", "warning", "high", f"nanoflow {ATLAS}.DS_TaskInbox"),
    ("OSM502", "warning", "medium", f"page {ATLAS}.Native_PageTemplates"),
]
LEGACY_LIST = ("OSM305", "error", "medium", 'NativePhone_TaskInbox, list view "listView2"')
MIXED = [
    ("OSM106", "info", "high", f"row {DATA}.AtlasContext"),
    ("OSM202", "warning", "medium", f"entity {DATA}.AtlasContext"),
    ("OSM301", "error", "high", f"nanoflow {WRITE}, retrieve"),
    ("OSM301", "warning", "low", f"nanoflow {CAMERA}, retrieve"),
    EXISTING_ERROR,
]
CROSSED = (
    *("atlas-11.0", f"{INBOX}=Online", f"{STATISTICS}=Online"),
    f"{BADGE}=Constrained:[{TO_INBOX}/{INBOX}/Title != empty]",
)
UPLOADED = (
    *("atlas-11.0", "FileUploader.FileUploadContext=All", f"{DATA}.AtlasContext=Online"),
    *("FileUploader.UploadedImage=All", f"{BADGE}=None", f"{ATLAS}.WhitePaper=None"),
)
LISTED = ("atlas-11.0", f"{BADGE}=Online", f"{GALLERY}=Online")
SERVED = ("OQL.Example_Overview", "OQL.ExampleOQL_Result", "OQLExample.Tests")
SERVED_TOO = ("Administration.Account_Overview", "Administration.Account_Edit", "OQL.OQL")

SEEDINGS = {
    "guards inside one nanoflow": (
        ("atlas-11.0", "--version", "11.6.0"),
        guards_in_one_nanoflow,
        [
            *unhandled(WRITE, READ, CAMERA, RECORD, BLUETOOTH),
            *unhandled(LIBRARY, CAMERA_IOS, RECORD_IOS, WHEN_IN_USE, CONTACTS),
            *unchecked(WRITE, RECORD, BLUETOOTH, CAMERA_IOS, RECORD_IOS),
            *unchecked(LOCATION, severity="info"),
            ("OSM504", "info", "high", f"nanoflow {WHEN_IN_USE}, call"),
            EXISTING,
        ],
    ),
    "guards across nanoflows": (
        ("atlas-11.0", "--version", "11.12.0"),
        guards_across_nanoflows,
        [
            *unhandled(RESET, BARCODE, CLICKED, LOCATION, LIBRARY, CAMERA_IOS, RECORD_IOS),
            *unchecked(BARCODE, CLICKED, LOCATION, CAMERA_IOS, RECORD_IOS),
            *unchecked(CONTACTS, severity="info"),
            ("OSM504", "info", "high", f"nanoflow {ATLAS}.ACT_Clicked_Web_Labels, call"),
            EXISTING_ERROR,
        ],
    ),
    "online lists while only pluggable widgets may show them": (
        (*LISTED, "--version", "11.6.1"),
        online_lists,
        [
            *LISTS,
            ("OSM305", "error", "medium", f'{ATLAS}.NativePhone_TaskInbox, list view "listView1"'),
            ("OSM305", "error", "medium", f'{ATLAS}.Native_Widgets, list view "seedListOnline"'),
            EXISTING,
        ],
    ),
    "the same when all widgets may": (
        (*LISTED, "--version", "11.7.0"),
        online_lists,
        [*LISTS, EXISTING_ERROR],
    ),
    "online objects to and from microflows in the beta": (
        (
            "atlas-11.0",
            "--version",
            "10.20.3",
            f"{STATISTICS}=Online",
            f"{ATLAS}.WhitePaper=Online",
        ),
        microflows_with_online_objects,
        [
            ("OSM102", "warning", "high", "navigation profile NativePhone"),
            ("OSM401", "error", "high", f"nanoflow {WRITE}, call microflow"),
            ("OSM401", "error", "high", f"nanoflow {CAMERA}, call microflow"),
            ("OSM402", "error", "high", f"nanoflow {READ}, call microflow"),
            ("OSM402", "error", "high", f"nanoflow {CAMERA}, call microflow"),
            ("OSM402", "error", "high", f"nanoflow {LOCATION}, call microflow"),
            *unchecked(WRITE),
            *unchecked(f"{ATLAS}.ACT_DownloadWhitePaper", severity="info"),
            EXISTING,
        ],
    ),
    "online accounts in the beta": (
        ("keymanagement-10.24", "--version", "10.21.1", f"{ACCOUNT}=Online"),
        accounts,
        [
            ("OSM102", "warning", "high", "navigation profile NativePhone"),
            ("OSM402", "warning", "high", f"nanoflow {SENSOR_IOS}, call microflow"),
            ("OSM403", "error", "high", f"nanoflow {SENSOR}, synchronize"),
            *unhandled(SENSOR_ANDROID, SENSOR_IOS),
            *unchecked(SENSOR_ANDROID),
        ],
    ),
    "the border crossed by constraints and changes": (
        (*CROSSED, "--version", "10.24.1"),
        crossings,
        [
            ("OSM302", "error", "high", f"nanoflow {WRITE}, retrieve"),
            ("OSM302", "error", "high", f"nanoflow {READ}, retrieve"),
            ("OSM303", "warning", "high", f"nanoflow {RECORD}, change"),
            ("OSM303", "warning", "low", f"nanoflow {BLUETOOTH}, create"),
            *unhandled(CAMERA_IOS),
            LEGACY_LIST,
            *INBOX_PAGE,
            EXISTING,
        ],
    ),
    "the same in the beta": (
        (*CROSSED, "--version", "10.22.3"),
        crossings,
        [
            ("OSM102", "warning", "high", "navigation profile NativePhone"),
            ("OSM201", "error", "high", f"association {TO_IMAGE}"),
            ("OSM302", "error", "high", f"nanoflow {READ}, retrieve"),
            ("OSM304", "info", "high", f"nanoflow {WRITE}, retrieve"),
            ("OSM402", "warning", "high", f"nanoflow {CAMERA_IOS}, call"),
            *unhandled(CAMERA_IOS),
            LEGACY_LIST,
            *INBOX_PAGE,
            EXISTING,
        ],
    ),
    "synchronizations that crash": (
        ("atlas-11.0", "--version", "11.3.0", f"{INBOX}=Online"),
        synchronizations,
        [
            ("OSM403", "error", "high", f"nanoflow {RECORD_IOS}, synchronize"),
            LEGACY_LIST,
            *INBOX_PAGE,
            EXISTING,
        ],
    ),
    "synchronizations without effect, and reference selectors": (
        ("atlas-11.0", "--version", "11.6.4", f"{INBOX}=Online"),
        pickers,
        [
            ("OSM303", "warning", "high", f"page {ATLAS}.Typography, reference selector"),
            ("OSM403", "info", "high", f"nanoflow {RECORD_IOS}, synchronize"),
            *unchecked(RESET),
            *INBOX_PAGE,
            ("OSM502", "warning", "medium", f"page {ATLAS}.Native_Widgets"),
            EXISTING,
        ],
    ),
    "a web app with online accounts": (
        (
            *("oqlmodule-11.6", "--add-profile", "PhoneOffline", "--version", "11.13.0"),
            *(f"{ACCOUNT}=Online", "System.TimeZone=Online", "System.User=All"),
            *("System.UserRole=All", "System.Language=All", "System.Session=All"),
            *("System.ScheduledEventInformation=All", "System.XASInstance=All"),
            *("OQL.ExamplePerson=All", "OQLExample.ExampleData=All"),
        ),
        two_marriages,
        [
            ("OSM202", "warning", "medium", f"entity {ACCOUNT}"),
            ("OSM302", "error", "high", 'Account_Overview, Data grid 2 "dataGrid21"'),
            ("OSM303", "warning", "high", 'Account_Edit, Combo box "comboBox2"'),
            ("OSM303", "warning", "high", 'Account_Edit, Combo box "comboBox3"'),
            ("OSM306", "error", "high", 'OQL.Example_Overview, Data grid 2 "grid14"'),
            ("OSM405", "warning", "high", "page OQL.Example_Overview"),
            *(("OSM501", "info", "high", name) for name in (*SERVED, *SERVED_TOO)),
            ("OSM501", "info", "high", "layout NavigationLayouts.Sidebar_Full_Responsive"),
            ("OSM501", "info", "high", "navigation menu Responsive"),
            ("OSM501", "info", "high", "navigation profile PhoneOffline"),
            ("OSM502", "warning", "high", "navigation profile PhoneOffline"),
            ("OSM502", "warning", "high", "navigation menu Responsive"),
            ("OSM502", "warning", "high", "page Administration.Account_Overview"),
        ],
    ),
    "uploads that are refused, and mixed hierarchies": (
        (*UPLOADED, "--version", "11.10.0"),
        uploads,
        [
            *MIXED,
            ("OSM107", "warning", "high", "navigation profile NativePhone"),
        ],
    ),
    "the same when they are not refused any more": (
        (*UPLOADED, "--version", "11.11.0"),
        uploads,
        MIXED,
    ),
    "an online home page": (
        ("keymanagement-11.12", f"{ACCOUNT}=Online"),
        online_home,
        [
            *unhandled(SENSOR),
            *unchecked(SENSOR_IOS, SENSOR),
            ("OSM502", "warning", "high", "navigation profile NativePhone"),
            ("OSM502", "warning", "high", f"page {KEYS}.pgr_home"),
            ("OSM502", "warning", "high", f"nanoflow {KEYS}.nf_ivk_test_android_getkey_k0"),
            ("OSM503", "warning", "high", "page NativeMobile.Home_Native"),
        ],
    ),
}


@pytest.mark.parametrize("name", SEEDINGS)
def test_a_changed_app_gives_exactly_the_predicted_findings(seeded, name: str) -> None:
    arguments, change, predicted = SEEDINGS[name]
    app = RealApp(seeded(*arguments))
    change(app)

    report = check_model(app.model, Settings(), TODAY)

    found = Counter(
        (each.code, each.severity.word, each.confidence.word, str(each.location))
        for verdict in report.verdicts
        for each in verdict.findings
    )
    assert report.crashes == ()
    assert list(report.not_followed) == []
    assert found.total() == len(predicted), found
    for expected in predicted:
        *grade, place = expected
        matches = sum(
            count for key, count in found.items() if [*key[:3]] == grade and place in key[3]
        )
        assert matches == predicted.count(expected), (expected, found)
