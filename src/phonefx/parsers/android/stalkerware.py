"""Package names of known monitoring software, of family locators and of remote control, with their public source.

A name is a lead. Several of these programs copy names of system apps; parental control and lawful management share
their traits. Some names stand for harmless programs as well (`com.guest`, `com.android.services`): folder and
certificate tell. The list is no substitute for the whole one, which is kept up by its authors.
"""

from typing import Final

SOURCE: Final = "AssoEchap/stalkerware-indicators, a public list (names it held from 2021 to 2026)"

_FAMILIES: Final = {
    "TheTruthSpy":
        "com.apspy.app com.fone com.guest com.ispyoo com.ispyoo.traceyou com.mxspy com.spyzee "
        "com.systemservice com.thetruth com.ttsapp.catchcheating",
    "HelloSpy":
        "com.android.innovaspy com.example.hellospy com.googlesettings.setting com.hellospy "
        "com.hellospy.system com.maxxspy com.maxxspy.system com.mobiispy com.mobiispy.system "
        "com.mrblue.setting com.mrbluetooth.setting com.mrtred.setred com.prophoto.editor com.topspy "
        "com.topspy.system com.virsys.tracker com.wifiset.service com.wifisettings.service "
        "googlesettings.setting",
    "SpyAdvice": "com.sa.app",
    "Reptilicus":
        "com.brot.storage.work com.cycle.start.mess com.thecybernanny.andapp "
        "net.androidcoreapp.androidbackup net.delphiboardlayer.androidcoreapp net.reptilicus.clientapp "
        "net.system_updater_abs341 net.vkurhandler se.vkur.clientapp yc.sysupd.client",
    "PhoneSheriff":
        "com.retina.phonesheriff com.retina21.ms41 com.retina22.ms6 com.rspl22.retinaspy "
        "com.retinasoft.ephonetracker com.rspl15.nanny.android com.rspl16.nanny.android "
        "com.rspl17.nanny.android com.rspl18.nanny.android com.rspl19.nanny.android "
        "com.rspl20.nanny.android com.rspl21.nanny.android",
    "OwnSpy": "com.ownspy.android org.system.kernel",
    "Cocospy":
        "com.aiyi.admin com.cocospy com.duiyun.cocospy com.duiyun.cocospy.v2 com.duiyun.fonemonitor "
        "com.duiyun.spyine com.duiyun.spyzie com.duiyun.spyic com.minspy.v2 com.minspy.v3 "
        "com.sc.cocospy.v2 com.sc.fonemonitor com.sc.fonemonitor.v2 com.sc.minspy.v2 com.sc.neatspy.v2 "
        "com.sc.safespy.v2 com.sc.safespy.v3 com.sc.spyic.v2 com.sc.spyic.v3 com.sc.spyier.v2 "
        "com.sc.spyine.v2 com.sc.spyzie.v2 com.dy.spyzie.v4 com.sc.teensafe.v2 com.spyic "
        "com.wb.production com.ws.sc com.ws.scli",
    "FlexiSPY": "com.vvt.android.syncmanager com.telephony.android com.fp.backup com.android.phone.dialer",
    "mSpy":
        "core.framework com.android.keyboardhelper android.sys.process system.framework com.mspy.lite "
        "med.mspy.mspy android.helper.system core.update.framework",
    "Spy2Mobile": "com.spy2mobile.light com.s2m.seas",
    "AppSpy": "com.atracker.app",
    "Catwatchful": "wosc.cwf",
    "Cerberus":
        "com.lsdroid.cerberuss com.lsdroid.cerberus.persona com.lsdroid.cerberus.kids "
        "com.lsdroid.cerberus.client com.lsdroid.cerberus",
    "EasyLogger": "app.EasyLogger app.ELogger",
    "HighsterMobile": "org.secure.smsgps",
    "DDI Utilities": "com.ddiutilities.monitor",
    "Hoverwatch":
        "com.android.core.monitor.debug com.android.core.monitor com.android.core.mntu "
        "com.android.core.mntv com.android.core.mntw",
    "iMonitorSpy": "com.imonitor.ainfo",
    "LetMeSpy":
        "pl.lidwin.letmespy3 pl.lidwin.letmespy4 pl.lidwin.letmespy2 pl.lidwin.letmespy pl.lidwin.remote2 "
        "pl.lidwin.lms",
    "MobileTrackerFree": "com.services.phone service.download.app mobile.monitor.child2021",
    "ShadowSpy": "com.runaki.synclogs com.client.requestlogs",
    "SpyApp247": "com.spyapp247.system",
    "SpyPhoneApp": "com.spappm_mondow.alarm",
    "NetSpy": "com.googleplay.settings",
    "Spymie": "com.ant.spymie.keylogger",
    "NeoSpy": "ns.antapp.module com.nsmon.guard",
    "AndroidMonitor": "com.ibm.fb",
    "AllTracker": "city.russ.alltrackercorp city.russ.alltrackerfamily",
    "MobiStealth": "lookOut.Secure",
    "TalkLog": "tech.logsettings t.tools.app",
    "WtSpy": "com.wwtspy",
    "XNSpy": "com.xnspy.dashboard com.system.task",
    "FreeAndroidSpy": "com.hp.vd com.hp.vc",
    "Mobispy": "com.psac.a.processservice",
    "Snoopza":
        "com.android.core.mngo com.android.core.mngk com.android.core.mngl com.android.core.mngn "
        "com.android.core.mngj com.android.core.mngp com.android.core.mngi",
    "SpyHuman": "com.cldprotect",
    "Xnore": "com.xno.systemservice",
    "Espiao Android": "com.kfhdha.fkjfgjdi",
    "MeuSpy":
        "in.servidor.service com.app.insapp2 br.com.phonecell.services br.com.phonecell.cloud1 "
        "br.com.phonecell.go5ge br.com.phonecell.maps br.com.phonecell.radio",
    "Spylive360": "com.sl360",
    "SpyMasterPro": "iqual.calculadora.pro",
    "uMobix": "com.tuner.funnelwebview com.system.user com.play.services",
    "TheOneSpy": "com.android.services",
    "pcTattletale": "com.avi.scbase",
    "TrackMyFone": "com.map.system",
    "Spy24": "net.spy24.wifi com.example.openanotherapp ir.spy24.updater",
    "KidsGuard (ClevGuard)": "com.kids.pro com.kids.whatsapp",
    "PanSpy": "com.panspy.android",
    "iKeyMonitor": "com.android.internet.a20210916 com.sec.android.internet.im.service.im20210815",
    "Bark": "com.pt.bark",
    "OneMonitar": "com.android.system.app",
    "SpyEra": "com.wSpyEra",
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
