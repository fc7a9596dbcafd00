"""Make the three tables of the spaceflights notebook: the same bytes for the same seed.

Run `python generate_data.py [FOLDER] [--rows N] [--seed N]`; the folder is `data`, beside this file.
"""

from __future__ import annotations

import argparse
import io
import re
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd

LOCATIONS = ["Anguilla", "Chile", "Faroe Islands", "Isle of Man", "Mauritius", "Niue", "Uzbekistan"]
SHUTTLE_TYPES = ["Type C1", "Type F5", "Type S2", "Type V5"]
ENGINE_VENDORS = ["Banks, Wood and Phillips", "Hendricks Inc", "ThetaBase Services"]
REVIEW_SCORES = ["rating", "comfort", "amenities", "trip", "crew", "location", "price"]


def make_companies(rng: np.random.Generator, rows: int) -> pd.DataFrame:
    """Companies; a rating is written as a percentage, and 3% have none."""
    rating = pd.Series(rng.integers(40, 101, rows)).astype("string") + "%"
    return pd.DataFrame(
        {
            "id": rng.permutation(rows) + 1,
            "company_rating": rating.mask(rng.random(rows) < 0.03),
            "company_location": rng.choice(LOCATIONS, rows),
            "total_fleet_count": rng.geometric(0.4, rows),
            "iata_approved": rng.choice(["t", "f"], rows, p=[0.7, 0.3]),
        }
    )


def make_reviews(rng: np.random.Generator, rows: int) -> pd.DataFrame:
    """One row of mean scores, 0 to 100, for each shuttle; 5% have no scores yet."""
    quality = rng.normal(85, 8, rows)
    scores = {
        f"review_scores_{name}": np.clip(quality + rng.normal(0, 5, rows), 0, 100).round()
        for name in REVIEW_SCORES
    }
    reviews = pd.DataFrame({"shuttle_id": rng.permutation(rows) + 1, **scores})
    reviews.loc[rng.random(rows) < 0.05, list(scores)] = np.nan
    reviews["number_of_reviews"] = rng.geometric(0.05, rows)
    return reviews


def make_shuttles(
    rng: np.random.Generator, companies: pd.DataFrame, reviews: pd.DataFrame
) -> pd.DataFrame:
    """Shuttles; a price follows from what the shuttle, its company and its reviews are like."""
    rows = len(reviews)
    engines = rng.integers(1, 7, rows)
    shuttles = pd.DataFrame(
        {
            "id": np.arange(1, rows + 1),
            "shuttle_location": rng.choice(LOCATIONS, rows),
            "shuttle_type": rng.choice(SHUTTLE_TYPES, rows),
            "engine_vendor": rng.choice(ENGINE_VENDORS, rows),
            "engines": engines,
            "passenger_capacity": engines * 2 + rng.integers(0, 5, rows),
            "crew": engines + rng.integers(0, 3, rows),
            "d_check_complete": rng.choice(["t", "f"], rows, p=[0.6, 0.4]),
            "moon_clearance_complete": rng.choice(["t", "f"], rows, p=[0.5, 0.5]),
            "company_id": rng.choice(companies["id"], rows),
        }
    )
    price = _price(shuttles, companies, reviews) + rng.normal(0, 450, rows)
    shuttles["price"] = [f"${each:,.2f}" for each in price.clip(lower=300)]
    return shuttles


def _price(shuttles: pd.DataFrame, companies: pd.DataFrame, reviews: pd.DataFrame) -> pd.Series:
    company = companies.set_index("id").loc[shuttles["company_id"]].reset_index()
    review = reviews.set_index("shuttle_id").loc[shuttles["id"]].reset_index()
    return (
        900
        + 420 * shuttles["engines"]
        + 160 * shuttles["passenger_capacity"]
        + 90 * shuttles["crew"]
        + 350 * (shuttles["d_check_complete"] == "t")
        + 600 * (shuttles["moon_clearance_complete"] == "t")
        + 250 * (company["iata_approved"] == "t")
        + 8 * review["review_scores_rating"].fillna(80)
    )


def write_excel(table: pd.DataFrame, path: Path) -> None:
    """Write a sheet without the moment of writing in it."""
    made = io.BytesIO()
    table.to_excel(made, index=False)
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = re.sub(rb"(?<=T)\d\d:\d\d:\d\dZ", b"00:00:00Z", old.read(name))
            content = re.sub(rb"\d{4}-\d\d-\d\d(?=T00:00:00Z)", b"2000-01-01", content)
            new.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)


def generate(folder: Path, *, rows: int = 10_000, seed: int = 42) -> list[Path]:
    """Write the three tables into the folder and return their paths."""
    rng = np.random.default_rng(seed)
    companies = make_companies(rng, rows)
    reviews = make_reviews(rng, rows)
    shuttles = make_shuttles(rng, companies, reviews)
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / "companies.csv", folder / "reviews.csv", folder / "shuttles.xlsx"]
    companies.to_csv(paths[0], index=False)
    reviews.to_csv(paths[1], index=False)
    write_excel(shuttles, paths[2])
    return paths


def main() -> None:
    parser = argparse.ArgumentParser(description="Make the tables of the spaceflights notebook.")
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).parent / "data")
    parser.add_argument("--rows", type=int, default=10_000, help="rows of each table")
    parser.add_argument("--seed", type=int, default=42)
    asked = parser.parse_args()
    for path in generate(asked.folder, rows=asked.rows, seed=asked.seed):
        print(path)


if __name__ == "__main__":
    main()
