"""Nghiên cứu Biển Đông: its pages are read the generic way."""

from crawler.outlets import Outlet, ReadingRules


class NghienCuuBienDong(Outlet):
    name = "nghiencuubiendong"
    title = "Nghiên cứu Biển Đông"
    hosts = ("nghiencuubiendong.vn",)
    listings = ("https://nghiencuubiendong.vn/tin-cap-nhat.954.snews",)
    article_url = r"https://nghiencuubiendong\.vn/[^/?#]+\.(?P<id>\d+)\.(?:adata|anews)"
    examples = ("https://nghiencuubiendong.vn/slug-bai-viet.50123.anews",)
    non_examples = ("https://nghiencuubiendong.vn/tin-cap-nhat.954.snews",)
    reading = ReadingRules(title=("h1",), not_authors=("Nghiên cứu Biển Đông",))
    floor = 5
    unverified = ("https://nghiencuubiendong.vn/tin-cap-nhat.954.snews",)
