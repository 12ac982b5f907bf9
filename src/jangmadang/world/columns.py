"""Households of one market and class, column by column, while their week passes.

A table of households keeps a row together; a processor that works on eight rows at once wants a column together. So
the week of a block of rows passes in a room of memory where the columns lie one after another: rows are copied in,
read and written as ever (`w.households[i].cash_kpw`), and copied back. What households reckon only for a week lies in
blocks alone. Uncompiled, a block is a small table.
"""

# Numba's extension classes, decorators and intrinsics carry no types.
# mypy: disable-error-code="no-untyped-call, untyped-decorator, override, misc, attr-defined, call-arg, var-annotated"
# mypy: disable-error-code="index"

from __future__ import annotations

import operator
from collections.abc import Iterator
from typing import Any

import numpy as np
from llvmlite import ir
from numba import config, types, uint64
from numba.core import cgutils
from numba.core.datamodel import models
from numba.core.imputils import lower_builtin, lower_getattr_generic, lower_setattr_generic
from numba.core.typing.templates import AbstractTemplate, AttributeTemplate, infer_getattr, infer_global, signature
from numba.extending import intrinsic, register_model
from numba.np.numpy_support import from_dtype

from jangmadang.compiling import inlined
from jangmadang.world.dtypes import HOUSEHOLD, KEPT_HOUSEHOLD

BLOCK_ROWS = 512  # so many rows stay in a core's cache while their week passes
AT_ONCE = 8  # rows that are copied together
TOGETHER = 64  # so many of them share room for what a step reckons on the way
LINE = 64  # bytes of a cache line, at which each column begins
IN_ROW = {name: field[1] for name, field in (KEPT_HOUSEHOLD.fields or {}).items()}
BYTE, INDEX = ir.IntType(8), ir.IntType(64)


class Column:
    """Where a column lies in a table's row and in a block, and what it holds; several numbers are several columns."""

    def __init__(self, name: str, first_byte: int) -> None:
        dtype, self.in_row = HOUSEHOLD[name], IN_ROW.get(name)
        base, shape = dtype.subdtype or (dtype, ())
        self.type, self.size, self.numbers = from_dtype(base), base.itemsize, int(np.prod(shape, dtype=int))
        self.is_several, self.first_byte = bool(shape), first_byte
        self.end = first_byte + self.numbers * BLOCK_ROWS * self.size


def _columns() -> dict[str, Column]:
    """All columns of households, one after another.

    A line lies free between two, or columns would begin 4,096 bytes apart and drive each other out of the cache.
    """
    found: dict[str, Column] = {}
    end = 0
    for name in HOUSEHOLD.names or ():
        found[name] = Column(name, (-(-end // LINE) + 1) * LINE)
        end = found[name].end
    return found


COLUMNS = _columns()
BLOCK_BYTES = max(column.end for column in COLUMNS.values())


class HouseholdBlock(types.Type):
    """Compiled type of a block: where its columns begin."""

    def __init__(self) -> None:
        super().__init__(name="HouseholdBlock")


class HouseholdOfBlock(types.Type):
    """Compiled type of one row of a block."""

    def __init__(self) -> None:
        super().__init__(name="HouseholdOfBlock")


class NumbersOfHousehold(types.Type):
    """Compiled type of a column of several numbers at one row."""

    def __init__(self, number: Any) -> None:
        self.number = number
        super().__init__(name=f"NumbersOfHousehold({number})")


BLOCK, ROW = HouseholdBlock(), HouseholdOfBlock()


@register_model(HouseholdBlock)
class _BlockModel(models.PrimitiveModel):
    def __init__(self, manager: Any, frontend_type: Any) -> None:
        super().__init__(manager, frontend_type, BYTE.as_pointer())


@register_model(HouseholdOfBlock)
@register_model(NumbersOfHousehold)
class _RowModel(models.StructModel):
    def __init__(self, manager: Any, frontend_type: Any) -> None:
        super().__init__(manager, frontend_type, [("at", types.voidptr), ("row", types.uint64)])


def _struct(context: Any, builder: Any, kind: Any, value: Any = None) -> Any:
    """A row's two parts, to read or to fill."""
    return cgutils.create_struct_proxy(kind)(context, builder, value)


def _place(context: Any, builder: Any, at: Any, first_byte: int, kind: Any, row: Any) -> Any:
    """Pointer to a number of a row."""
    begin = builder.gep(at, [INDEX(first_byte)], inbounds=True)
    return builder.gep(builder.bitcast(begin, context.get_data_type(kind).as_pointer()), [row], inbounds=True)


@infer_global(operator.getitem)
class _TypeOfItem(AbstractTemplate):
    def generic(self, args: Any, kws: Any) -> Any:
        """block[i] is a row, numbers[k] a number."""
        if isinstance(args[0], HouseholdBlock) and isinstance(args[1], types.Integer):
            return signature(ROW, args[0], types.uint64)
        if isinstance(args[0], NumbersOfHousehold) and isinstance(args[1], types.Integer):
            return signature(args[0].number, args[0], types.uint64)
        return None


@infer_global(operator.setitem)
class _TypeOfSetItem(AbstractTemplate):
    def generic(self, args: Any, kws: Any) -> Any:
        """numbers[k] = number."""
        if isinstance(args[0], NumbersOfHousehold):
            return signature(types.none, args[0], types.uint64, args[0].number)
        return None


@infer_getattr
class _TypeOfColumn(AttributeTemplate):
    key = HouseholdOfBlock

    def generic_resolve(self, kind: Any, name: str) -> Any:
        """row.cash_kpw is a number, row.eaten_percent are several."""
        column = COLUMNS.get(name)
        if column is None:
            return None
        return NumbersOfHousehold(column.type) if column.is_several else column.type


@lower_builtin(operator.getitem, HouseholdBlock, types.uint64)
def _row_of_block(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    found = _struct(context, builder, ROW)
    found.at, found.row = args
    return found._getvalue()


def _place_of_number(context: Any, builder: Any, kind: Any, numbers: Any, number: Any) -> Any:
    found = _struct(context, builder, kind, numbers)
    return _place(
        context, builder, found.at, 0, kind.number, builder.add(builder.mul(number, INDEX(BLOCK_ROWS)), found.row)
    )


@lower_builtin(operator.getitem, NumbersOfHousehold, types.uint64)
def _read_number(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    place = _place_of_number(context, builder, sig.args[0], *args)
    return context.unpack_value(builder, sig.args[0].number, place)


@lower_builtin(operator.setitem, NumbersOfHousehold, types.uint64, types.Any)
def _write_number(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    place = _place_of_number(context, builder, sig.args[0], *args[:2])
    context.pack_value(builder, sig.args[0].number, args[2], place)
    return context.get_dummy_value()


@lower_getattr_generic(HouseholdOfBlock)
def _read_column(context: Any, builder: Any, kind: Any, value: Any, name: str) -> Any:
    row, column = _struct(context, builder, kind, value), COLUMNS[name]
    if column.is_several:
        numbers = _struct(context, builder, NumbersOfHousehold(column.type))
        numbers.at, numbers.row = builder.gep(row.at, [INDEX(column.first_byte)], inbounds=True), row.row
        return numbers._getvalue()
    place = _place(context, builder, row.at, column.first_byte, column.type, row.row)
    return context.unpack_value(builder, column.type, place)


@lower_setattr_generic(HouseholdOfBlock)
def _write_column(context: Any, builder: Any, sig: Any, args: Any, name: str) -> None:
    row, column = _struct(context, builder, ROW, args[0]), COLUMNS[name]
    place = _place(context, builder, row.at, column.first_byte, column.type, row.row)
    context.pack_value(builder, column.type, context.cast(builder, args[1], sig.args[1], column.type), place)


@intrinsic
def _block_at(typing_context: Any, address: Any) -> Any:
    """A block that begins at an address."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        return builder.inttoptr(args[0], BYTE.as_pointer())

    return BLOCK(types.uintp), generate


def _copier(into_block: bool, rows: int) -> Any:
    """Code that copies some rows of the table, one after another, into rows of a block, or back."""

    @intrinsic
    def copy(typing_context: Any, household: Any, block: Any, row: Any) -> Any:
        def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
            table, at, row = builder.bitcast(args[0], BYTE.as_pointer()), args[1], args[2]
            for size, in_row, columns in _side_by_side(rows):
                places = [
                    _vector_at(builder, builder.gep(at, [INDEX(begin)], inbounds=True), row, size, rows)
                    for begin in columns
                ]
                parts = [
                    _vector_at(builder, table, INDEX(number * KEPT_HOUSEHOLD.itemsize + in_row), 1, len(columns), size)
                    for number in range(rows)
                ]
                if into_block:
                    _turn(builder, parts, places, size)
                else:
                    _turn(builder, places, parts, size)
            return context.get_dummy_value()

        return types.void(household, block, types.uint64), generate

    return copy


def _side_by_side(rows: int) -> Iterator[tuple[int, int, list[int]]]:
    """Columns whose numbers lie side by side in a row: bytes of a number, where they begin in a row and in a block.

    Two, four, eight or sixteen at a time, as many as a row's vector holds; one row is copied number by number.
    """
    waiting: list[tuple[int, int, int]] = []
    for column in COLUMNS.values():
        if column.in_row is not None:
            for number in range(column.numbers):
                begin = column.first_byte + number * BLOCK_ROWS * column.size
                waiting.append((column.in_row + number * column.size, column.size, begin))
    waiting.sort()
    while waiting:
        in_row, size, _ = waiting[0]
        count = 1
        while (
            rows > 1
            and 2 * count <= min(len(waiting), 16)
            and waiting[2 * count - 1][:2]
            == (
                in_row + (2 * count - 1) * size,
                size,
            )
        ):
            count *= 2
        yield size, in_row, [begin for _, _, begin in waiting[:count]]
        del waiting[:count]


def _vector_at(builder: Any, at: Any, index: Any, step: int, numbers: int, size: int = 0) -> Any:
    """Pointer to some whole numbers that lie one after another, `index` steps of so many bytes from a place."""
    bits = ir.IntType(8 * (size or step))
    kind = ir.VectorType(bits, numbers)
    begin = builder.gep(at, [builder.mul(index, INDEX(step))], inbounds=True)
    return builder.bitcast(begin, kind.as_pointer())


def _turn(builder: Any, sources: list[Any], targets: list[Any], size: int) -> None:
    """Copy a matrix whose rows lie at some places to where its columns lie, by perfect shuffles (Stone 1971).

    Two rows half the matrix apart are laced into one of twice the length, until one is left: the columns, one after
    another.
    """
    laced = [[builder.load(source, align=size)] for source in sources]
    while len(laced) > 1:
        half = len(laced) // 2
        laced = [
            [
                _laced(builder, left, right, part)
                for left, right in zip(laced[number], laced[number + half], strict=True)
                for part in (0, 1)
            ]
            for number in range(half)
        ]
    (pieces,) = laced
    width, wanted = pieces[0].type.count, targets[0].type.pointee.count
    if width < wanted:  # a column is several pieces
        pieces = [_joined(builder, pieces[k : k + wanted // width]) for k in range(0, len(pieces), wanted // width)]
    for number, target in enumerate(targets):
        piece = pieces[number * wanted // pieces[0].type.count]
        begin = number * wanted % piece.type.count
        builder.store(_part(builder, piece, begin, wanted), target, align=size)


def _laced(builder: Any, left: Any, right: Any, part: int) -> Any:
    """First or second half of left[0], right[0], left[1], right[1] and so on."""
    count = left.type.count
    order = [number // 2 + (number % 2) * count for number in range(2 * count)][part * count : (part + 1) * count]
    return _shuffled(builder, left, right, order)


def _part(builder: Any, vector: Any, begin: int, count: int) -> Any:
    """Some numbers of a vector."""
    if count == vector.type.count:
        return vector
    return _shuffled(builder, vector, vector, list(range(begin, begin + count)))


def _joined(builder: Any, pieces: list[Any]) -> Any:
    """Vectors one after another."""
    joined = pieces[0]
    for piece in pieces[1:]:
        count = joined.type.count
        if piece.type.count < count:
            piece = _shuffled(builder, piece, piece, [k % piece.type.count for k in range(count)])
        joined = _shuffled(builder, joined, piece, list(range(count + pieces[0].type.count)))
    return joined


def _shuffled(builder: Any, left: Any, right: Any, order: list[int]) -> Any:
    """Numbers of two vectors in some order."""
    mask = ir.Constant(ir.VectorType(ir.IntType(32), len(order)), order)
    return builder.shuffle_vector(left, right, mask)


_copy_in, _copy_back = _copier(True, 1), _copier(False, 1)
_copy_some_in, _copy_some_back = _copier(True, AT_ONCE), _copier(False, AT_ONCE)


@inlined
def _copied_in(room: Any, households: Any, first: int, last: int) -> Any:
    address = room.ctypes.data
    block = _block_at(address + (LINE - address % LINE) % LINE)
    rows = uint64(last - first)
    together = rows - rows % uint64(AT_ONCE)
    for i in range(uint64(0), together, uint64(AT_ONCE)):
        _copy_some_in(households[first + i], block, i)
    for i in range(together, rows):
        _copy_in(households[first + i], block, i)
    return block


@inlined
def _copied_back(block: Any, households: Any, first: int, last: int) -> None:
    rows = uint64(last - first)
    together = rows - rows % uint64(AT_ONCE)
    for i in range(uint64(0), together, uint64(AT_ONCE)):
        _copy_some_back(households[first + i], block, i)
    for i in range(together, rows):
        _copy_back(households[first + i], block, i)


def in_their_week(households: Any) -> Any:
    """A copy of households with room for what they reckon in their week: their block, run as plain Python."""
    found: Any = np.zeros(len(households), HOUSEHOLD).view(np.recarray)
    for name in KEPT_HOUSEHOLD.names or ():
        found[name] = households[name]
    return found


def _part_of_table(room: Any, households: Any, first: int, last: int) -> Any:
    """Run as plain Python (NUMBA_DISABLE_JIT=1), a block is a table of its own."""
    return in_their_week(households[first:last])


def _given_back(block: Any, households: Any, first: int, last: int) -> None:
    """Run as plain Python, a block goes back into the table."""
    for name in KEPT_HOUSEHOLD.names or ():
        households[name][first:last] = block[name]


enter_block = _part_of_table if config.DISABLE_JIT else _copied_in
leave_block = _given_back if config.DISABLE_JIT else _copied_back
