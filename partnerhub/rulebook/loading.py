"""Reads the rulebook's folder (and an installation's overlay), checks everything, and builds the Rulebook once."""

import hashlib
from collections.abc import Iterator
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from . import registry
from .book import Rulebook
from .credit_schema import Credit
from .entries import Draft, chains, clipped, drafts
from .errors import Problem, RulebookError
from .explain import validated
from .schema import (
    AcrField,
    Association,
    Certificate,
    Designation,
    Freshness,
    Gap,
    Programme,
    Source,
    Specialization,
    Workload,
)
from .tree import Place, Tree, merge, read

REPO_RULEBOOKS = Path(__file__).resolve().parents[2] / "rulebooks"
# What each file holds. A registry is a mapping of keys; the others carry dated entries under their own name.
REGISTRIES: dict[str, Any] = {
    "sources.yaml": dict[str, Source],
    "acr_fields.yaml": dict[str, AcrField],
    "associations.yaml": dict[str, Association],
    "workloads.yaml": dict[str, Workload],
    "certificates.yaml": dict[str, Certificate],
    "gaps.yaml": dict[str, Gap],
}
RULE_FILES: dict[str, Any] = {
    "freshness.yaml": Freshness,
    "programme.yaml": Programme,
    "credit.yaml": Credit,
}
FOLDERS: dict[str, Any] = {"designations": Designation, "specializations": Specialization}
FAMILIES = ("dynamics_365", "power_platform", "microsoft_365")
Files = dict[str, Tree]


def load(folder: Path = REPO_RULEBOOKS, overlay: Path | None = None) -> Rulebook:
    """The checked rulebook of `folder`, with the dated values that an installation's `overlay` folder adds.

    Loaded once per state of the files. Raises RulebookError with every problem of every file.
    """
    return _load(folder, overlay, _signature(folder), _signature(overlay))


def _signature(folder: Path | None) -> tuple[tuple[str, int, int], ...]:
    stats = [(str(file), file.stat()) for file in _yaml_files(folder)] if folder else []
    return tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in stats)


def _yaml_files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.yaml"))


@lru_cache(maxsize=8)
def _load(folder: Path, overlay: Path | None, _ours: object, _theirs: object) -> Rulebook:
    problems: list[Problem] = []
    files = _read_all(folder, overlay, problems)
    context = _context(files)
    models = {name: _validate(name, files[name], context, problems) for name in files}
    found = [draft for name, model in models.items() for draft in _drafts(name, model, files[name])]
    all_chains, chain_problems = chains(found)
    all_chains, clip_problems = clipped(all_chains)
    registries = _registries(files, models, problems)
    problems += chain_problems + clip_problems
    if problems:
        raise RulebookError(problems)
    return Rulebook(
        chains=all_chains,
        sources=models["sources.yaml"],
        designations=_in_order(models, "designations"),
        specializations=_in_order(models, "specializations"),
        certificate_list=models["certificates.yaml"],
        association_list=models["associations.yaml"],
        workload_list=models["workloads.yaml"],
        acr_fields=models["acr_fields.yaml"],
        gaps=models["gaps.yaml"],
        digest=_digest(folder, overlay),
        **registries,
    )


def _read_all(folder: Path, overlay: Path | None, problems: list[Problem]) -> Files:
    """Every file's tree by its name inside the folder, the overlay's additions merged in."""
    files = _read_folder(folder, False, problems)
    for missing in sorted({*REGISTRIES, *RULE_FILES} - set(files)):
        problems.append(Problem(folder / missing, 1, "missing file; expected it in every rulebook"))
        files[missing] = Tree({}, {(): Place(folder / missing, 1, False)})
    extra = _read_folder(overlay, True, problems) if overlay else {}
    for name, tree in extra.items():
        merged, refused = merge(files[name], tree) if name in files else (tree, [])
        files[name] = merged
        problems += refused
    return files


def _read_folder(folder: Path, overlay: bool, problems: list[Problem]) -> Files:
    if not folder.is_dir():
        problems.append(Problem(folder, 1, "no such folder; expected a folder of rulebook files"))
        return {}
    files: Files = {}
    for file in _yaml_files(folder):
        name = file.relative_to(folder).as_posix()
        if _kind(name) is None:
            known = ", ".join([*REGISTRIES, *RULE_FILES, *(f"{folder}/*.yaml" for folder in FOLDERS)])
            problems.append(Problem(file, 1, f"unknown rulebook file; expected one of {known}"))
            continue
        files[name], refused = read(file, overlay)
        problems += refused
    return files


def _kind(name: str) -> Any:
    folder, _, file = name.rpartition("/")
    return FOLDERS.get(folder) if file and folder else {**REGISTRIES, **RULE_FILES}.get(name)


def _context(files: Files) -> dict[str, Any]:
    """The keys that rules may refer to, taken from the files as written so that one mistake is reported once."""

    def keys(name: str) -> list[str]:
        return list(files[name].data)

    fields = files["acr_fields.yaml"].data
    designations, specializations = _stems(files, "designations"), _stems(files, "specializations")
    return {
        "source": keys("sources.yaml"),
        "association": keys("associations.yaml"),
        "workload": keys("workloads.yaml"),
        "certificate": keys("certificates.yaml"),
        "family or workload": [*FAMILIES, *keys("workloads.yaml")],
        "acr_field": {key: isinstance(item, dict) and item.get("absent_means") for key, item in fields.items()},
        "designation": designations,
        "specialization": specializations,
        "chapter": [*designations, *specializations, *(Path(name).stem for name in RULE_FILES)],
    }


def _stems(files: Files, folder: str) -> list[str]:
    return [Path(name).stem for name in files if name.startswith(f"{folder}/")]


def _validate(name: str, tree: Tree, context: dict[str, Any], problems: list[Problem]) -> Any:
    tracks = tree.data.get("track_titles")
    model, refused = validated(
        _kind(name), tree, {**context, "track": list(tracks) if isinstance(tracks, dict) else []}
    )
    problems += refused
    if name.rpartition("/")[0] in FOLDERS and model is not None and model.key != Path(name).stem:
        place = tree.place(("key",))
        problems.append(
            Problem(
                place.file, place.line, f"key {model.key!r} differs from the file name; expected {Path(name).stem!r}"
            )
        )
    return model


def _drafts(name: str, model: Any, tree: Tree) -> Iterator[Draft]:
    if model is not None and name not in REGISTRIES:
        yield from drafts(model, Path(name).stem, tree)


def _registries(files: Files, models: dict[str, Any], problems: list[Problem]) -> dict[str, registry.Registry]:
    result = {}
    for field, name, texts in (
        ("certificates", "certificates.yaml", registry.certificate_texts),
        ("associations", "associations.yaml", registry.association_texts),
        ("workloads", "workloads.yaml", registry.workload_texts),
    ):
        listed: dict[str, Any] = models[name] or {}
        result[field] = registry.Registry({key: texts(key, item) for key, item in listed.items()})
        problems += result[field].problems(partial(_place_of_key, files[name]))
    catalogue = _in_order(models, "specializations")
    names = registry.Registry({key: registry.specialization_texts(item) for key, item in catalogue.items()})
    problems += names.problems(lambda key: files[f"specializations/{key}.yaml"].place(("key",)))
    return {**result, "specialization_names": names}


def _place_of_key(tree: Tree, key: str) -> Place:
    return tree.place((key,))


def _in_order(models: dict[str, Any], folder: str) -> dict[str, Any]:
    found = [model for name, model in models.items() if name.startswith(f"{folder}/") and model is not None]
    return {model.key: model for model in sorted(found, key=lambda model: (getattr(model, "order", 0), model.key))}


def _digest(folder: Path, overlay: Path | None) -> str:
    digest = hashlib.sha256()
    for base in filter(None, (folder, overlay)):
        for file in _yaml_files(base):
            digest.update(f"{file.relative_to(base)}\n".encode() + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()
