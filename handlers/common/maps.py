"""Links to the maps people have on their phones; both take WGS-84 as it is."""

from urllib.parse import quote


def tencent(latitude: float, longitude: float, title: str) -> str:
    """腾讯地图, which opens in WeChat too; coord_type=1 is WGS-84."""
    marker = f"coord:{latitude:.6f},{longitude:.6f};title:{quote(title, safe='')}"
    return f"https://apis.map.qq.com/uri/v1/marker?marker={marker}&coord_type=1&referer=jinlin"


def amap(latitude: float, longitude: float, title: str) -> str:
    """高德地图; it names the longitude first."""
    position = f"{longitude:.6f},{latitude:.6f}"
    name = quote(title, safe="")
    return (
        f"https://uri.amap.com/marker?position={position}&name={name}&coordinate=wgs84&src=jinlin"
    )
