"""Files that an iOS backup may hold, by the hash that names them: for backups whose manifest cannot be read."""

from __future__ import annotations

import hashlib
from typing import Final

_FILES: Final = (
    "HomeDomain/Library/SMS/sms.db",
    "HomeDomain/Library/AddressBook/AddressBook.sqlitedb",
    "HomeDomain/Library/AddressBook/AddressBookImages.sqlitedb",
    "HomeDomain/Library/CallHistoryDB/CallHistory.storedata",
    "HomeDomain/Library/CallHistoryDB/CallHistoryTemp.storedata",
    "HomeDomain/Library/CallHistoryTransactions/transactions.log",
    "WirelessDomain/Library/CallHistory/call_history.db",
    "HomeDomain/Library/Voicemail/voicemail.db",
    "CameraRollDomain/Media/PhotoData/Photos.sqlite",
    "RootDomain/Library/Caches/locationd/consolidated.db",
    "RootDomain/Library/Caches/locationd/clients.plist",
    "AppDomainGroup-group.com.apple.Maps/Maps/MapsSync_0.0.1",
    "SystemPreferencesDomain/com.apple.wifi.known-networks.plist",
    "SystemPreferencesDomain/SystemConfiguration/com.apple.wifi.plist",
    "HomeDomain/Library/CoreDuet/People/interactionC.db",
    "HomeDomain/Library/TCC/TCC.db",
    "HomeDomain/Library/Accounts/Accounts3.sqlite",
    "HomeDomain/Library/Calendar/Calendar.sqlitedb",
    "HomeDomain/Library/Safari/History.db",
    "HomeDomain/Library/Safari/Bookmarks.db",
    "HomeDomain/Library/Safari/BrowserState.db",
    "AppDomainGroup-group.com.apple.notes/NoteStore.sqlite",
    "HomeDomain/Library/Notes/notes.sqlite",
    "HealthDomain/Health/healthdb_secure.sqlite",
    "HealthDomain/Health/healthdb.sqlite",
    "KeychainDomain/keychain-backup.plist",
    "WirelessDomain/Library/Databases/DataUsage.sqlite",
    "WirelessDomain/Library/Databases/CellularUsage.db",
    "WirelessDomain/Library/Preferences/com.apple.commcenter.plist",
    "HomeDomain/Library/Preferences/.GlobalPreferences.plist",
    "HomeDomain/Library/FrontBoard/applicationState.db",
    "HomeDomain/Library/Recents/Recents",
    "RootDomain/Library/Preferences/com.apple.MobileBackup.plist",
    "AppDomainGroup-group.net.whatsapp.WhatsApp.shared/ChatStorage.sqlite",
    "AppDomainGroup-group.net.whatsapp.WhatsApp.shared/CallHistory.sqlite",
    "AppDomainGroup-group.net.whatsapp.WhatsApp.shared/ContactsV2.sqlite",
    "MediaDomain/Media/Recordings/CloudRecordings.db",
)

KNOWN: Final[dict[str, str]] = {
    hashlib.sha1(name.replace("/", "-", 1).encode(), usedforsecurity=False).hexdigest(): name for name in _FILES
}
"""Hash to `domain/path`: the name of a file is the SHA-1 of its domain, a hyphen and its path."""
