"""The tree against the published reference vectors of Certificate Transparency, and against itself."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yishi.record import tree

LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
A = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
B = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
C = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
D = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
E = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
F = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
INCLUSION = [
    (0, 1, []),
    (0, 8, [A, B, C]),
    (5, 8, [D, E, ROOTS[3]]),
    (2, 3, [ROOTS[1]]),
    (1, 5, [ROOTS[0], B, D]),
]
CONSISTENCY = [
    (1, 1, []),
    (1, 8, [A, B, C]),
    (6, 8, [F, E, ROOTS[3]]),
    (2, 5, [B, D]),
]


def hashes(count: int) -> list[bytes]:
    return [tree.leaf_hash(str(n).encode()) for n in range(count)]


def reference() -> tree.Subtree:
    return tree.in_memory([tree.leaf_hash(bytes.fromhex(leaf)) for leaf in LEAVES])


def test_the_empty_tree():
    assert tree.root(0, reference()) == tree.Growing().root() == tree.EMPTY_ROOT
    assert tree.EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_the_published_ones(size):
    growing = tree.Growing()
    for leaf in LEAVES[:size]:
        growing.push(tree.leaf_hash(bytes.fromhex(leaf)))
    assert tree.root(size, reference()).hex() == ROOTS[size - 1]
    assert growing.root().hex() == ROOTS[size - 1]


@pytest.mark.parametrize(("index", "size", "path"), INCLUSION)
def test_inclusion_paths_are_the_published_ones(index, size, path):
    steps = tree.inclusion_path(index, size, reference())
    leaf = tree.leaf_hash(bytes.fromhex(LEAVES[index]))
    assert [step.hex() for step in steps] == path
    assert tree.verify_inclusion(leaf, index, size, steps, bytes.fromhex(ROOTS[size - 1]))


@pytest.mark.parametrize(("old", "new", "path"), CONSISTENCY)
def test_consistency_paths_are_the_published_ones(old, new, path):
    steps = tree.consistency_path(old, new, reference())
    roots = bytes.fromhex(ROOTS[old - 1]), bytes.fromhex(ROOTS[new - 1])
    assert [step.hex() for step in steps] == path
    assert tree.verify_consistency(old, new, *roots, steps)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_leaf_of_any_tree_is_proved_and_no_other(data):
    size = data.draw(st.integers(1, 300))
    index = data.draw(st.integers(0, size - 1))
    leaves = hashes(size)
    subtree = tree.in_memory(leaves)
    root, path = tree.root(size, subtree), tree.inclusion_path(index, size, subtree)
    assert tree.verify_inclusion(leaves[index], index, size, path, root)
    other = data.draw(st.integers(0, size - 1))
    assert tree.verify_inclusion(leaves[index], other, size, path, root) is (other == index)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_flipped_bit_breaks_a_proof(data):
    size = data.draw(st.integers(2, 100))
    index = data.draw(st.integers(0, size - 1))
    leaves = hashes(size)
    subtree = tree.in_memory(leaves)
    parts = [leaves[index], tree.root(size, subtree), *tree.inclusion_path(index, size, subtree)]
    which, bit = data.draw(st.integers(0, len(parts) - 1)), data.draw(st.integers(0, 255))
    parts[which] = (int.from_bytes(parts[which]) ^ 1 << bit).to_bytes(32)
    leaf, root, *path = parts
    assert not tree.verify_inclusion(leaf, index, size, path, root)


def test_a_path_too_long_or_too_short_proves_nothing():
    leaves = hashes(13)
    subtree = tree.in_memory(leaves)
    root, path = tree.root(13, subtree), tree.inclusion_path(5, 13, subtree)
    assert not tree.verify_inclusion(leaves[5], 5, 13, path[:-1], root)
    assert not tree.verify_inclusion(leaves[5], 5, 13, [*path, path[0]], root)


def test_every_tree_up_to_forty_grew_out_of_every_smaller_one():
    subtree = tree.in_memory(hashes(40))
    roots = [tree.root(size, subtree) for size in range(41)]
    for new in range(1, 41):
        for old in range(1, new + 1):
            path = tree.consistency_path(old, new, subtree)
            assert tree.verify_consistency(old, new, roots[old], roots[new], path)
            assert not tree.verify_consistency(old, new, roots[old - 1], roots[new], path)
            assert not tree.verify_consistency(old, new, roots[old], roots[new - 1], path)


@pytest.mark.parametrize("size", range(41))
def test_a_growing_tree_has_the_same_root_and_completes_the_same_subtrees(size):
    leaves = hashes(size)
    subtree, growing = tree.in_memory(leaves), tree.Growing()
    done = [each for leaf in leaves for each in growing.push(leaf)]
    assert growing.root() == tree.root(size, subtree)
    assert all(subtree(level, index) == top for level, index, top in done)
    assert {(level, index) for level, index, _top in done} == {
        (level, index) for level in range(7) for index in range(size >> level)
    }


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0)])
def test_no_path_for_a_leaf_outside(index, size):
    with pytest.raises(IndexError):
        tree.inclusion_path(index, size, tree.in_memory(hashes(3)))
    assert not tree.verify_inclusion(b"", index, size, [], b"")


@pytest.mark.parametrize(("old", "new"), [(0, 3), (4, 3)])
def test_no_consistency_with_a_tree_there_is_not(old, new):
    with pytest.raises(IndexError):
        tree.consistency_path(old, new, tree.in_memory(hashes(3)))
    assert not tree.verify_consistency(old, new, b"", b"", [])
