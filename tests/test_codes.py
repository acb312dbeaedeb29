import numpy as np
import pytest

from chatbot.codes import cosine_matrix, cosines, lengths, to_codes

VECTORS = np.random.default_rng(2).standard_normal((50, 384)).astype(np.float32)


def test_codes_keep_the_cosines() -> None:
    unit = VECTORS / np.linalg.norm(VECTORS, axis=1, keepdims=True)
    codes = to_codes(VECTORS)
    assert codes.dtype == np.int8
    for code, vector in zip(codes, unit, strict=True):
        assert cosines(code, codes, lengths(codes)) == pytest.approx(unit @ vector, abs=0.002)


def test_the_length_of_a_vector_does_not_matter() -> None:
    assert np.array_equal(to_codes(VECTORS), to_codes(VECTORS * np.float32(0.3)))


def test_one_vector_is_coded_as_it_is_among_others() -> None:
    assert np.array_equal(to_codes(VECTORS[3]), to_codes(VECTORS)[3])


def test_no_direction_is_like_nothing() -> None:
    none = to_codes(np.zeros((1, 384), dtype=np.float32))
    assert cosines(to_codes(VECTORS[0]), none, lengths(none)).tolist() == [0.0]


def test_many_vectors_are_compared_as_one_by_one() -> None:
    codes = to_codes(VECTORS)
    found = cosine_matrix(codes[:3], codes)
    for row, code in zip(found, codes, strict=False):
        assert np.array_equal(row, cosines(code, codes, lengths(codes)))
