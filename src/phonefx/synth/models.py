"""The handset models that a scenario may name: what each says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Model:
    """What a model writes into its files and photos."""

    make: str
    name: str
    code: str
    device: str


MODELS: Final[dict[str, Model]] = {
    "pixel-7": Model("Google", "Pixel 7", "GVU6C", "panther"),
    "pixel-6a": Model("Google", "Pixel 6a", "GX7AS", "bluejay"),
    "galaxy-a52": Model("samsung", "SM-A525F", "SM-A525F", "a52q"),
    "moto-g30": Model("motorola", "moto g(30)", "XT2129-2", "caprip"),
    "iphone-8": Model("Apple", "iPhone 8", "D20AP", "iPhone10,4"),
    "iphone-12": Model("Apple", "iPhone 12", "D53gAP", "iPhone13,2"),
    "iphone-se2": Model("Apple", "iPhone SE", "D79AP", "iPhone12,8"),
    "iphone-15": Model("Apple", "iPhone 15", "D37AP", "iPhone15,4"),
    "pixel-4a": Model("Google", "Pixel 4a", "G025J", "sunfish"),
    "iphone-13": Model("Apple", "iPhone 13", "D17AP", "iPhone14,5"),
}

IOS_BUILDS: Final = {
    "14.8": "18H17", "15.7": "19H12", "16.3": "20D47", "16.6": "20G75", "17.4": "21E219", "18.3": "22D63",
}  # fmt: skip
ANDROID_BUILDS: Final = {
    "10": ("QQ3A.200805.001", "29"), "11": ("RQ3A.211001.001", "30"), "12": ("SP2A.220505.002", "32"),
    "13": ("TQ3A.230901.001", "33"), "14": ("UP1A.231105.001", "34"),
    "15": ("AP3A.241105.008", "35"), "16": ("BP2A.250605.031", "36"),
}  # fmt: skip
