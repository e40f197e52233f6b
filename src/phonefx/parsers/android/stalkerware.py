"""Package names of known monitoring software, of family locators and of remote control, with their public source.

A name is a lead. Several of these programs copy names of system apps; parental control and lawful management share
their traits. The list is no substitute for the whole one, which is kept up by its authors.
"""

from typing import Final

SOURCE: Final = "AssoEchap/stalkerware-indicators, a public list (state of June 2026)"

_FAMILIES: Final = {
    "TheTruthSpy": "com.systemservice com.apspy.app com.fone com.ispyoo com.mxspy com.thetruth",
    "mSpy": "core.framework android.sys.process com.android.keyboardhelper com.mspy.lite",
    "FlexiSPY": "com.android.phone.dialer com.telephony.android com.vvt.android.syncmanager com.fp.backup",
    "Cerberus": "com.lsdroid.cerberus com.lsdroid.cerberuss com.lsdroid.cerberus.kids com.lsdroid.cerberus.persona",
    "Cocospy": "com.aiyi.admin",
    "Hoverwatch": "com.android.core.monitor",
    "LetMeSpy": "pl.lidwin.letmespy pl.lidwin.letmespy2",
    "OwnSpy": "com.ownspy.android org.system.kernel",
    "uMobix": "com.tuner.funnelwebview com.system.user com.play.services",
    "XNSpy": "com.system.task com.xnspy.dashboard",
    "Catwatchful": "wosc.cwf",
    "KidsGuard": "com.kids.pro",
    "pcTattletale": "com.avi.scbase",
}

PACKAGES: Final = {package: family for family, listed in _FAMILIES.items() for package in listed.split()}
"""Package name to the family of monitoring software that it is known for."""

LOCATORS_SOURCE: Final = "the name under which its maker publishes it in the app store"
LOCATORS: Final = {
    "com.life360.android.safetymapd": "family locator (Life360)",
    "com.google.android.apps.kids.familylink": "parental control (Family Link, parent)",
    "com.google.android.apps.kids.familylinkhelper": "parental control (Family Link, child)",
    "com.microsoft.familysafety": "parental control and family locator (Microsoft Family Safety)",
    "com.google.android.apps.adm": "finding of devices (Google Find Hub)",
    "com.samsung.android.fmm": "finding of devices (Samsung Find My Mobile)",
    "com.teamviewer.quicksupport.market": "remote control (TeamViewer QuickSupport)",
    "com.teamviewer.host.market": "remote control (TeamViewer Host)",
    "com.anydesk.anydeskandroid": "remote control (AnyDesk)",
}
"""Package name to what it openly does: it shows where the phone is to others, or lets others use it."""
