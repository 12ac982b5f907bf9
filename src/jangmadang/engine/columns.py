"""The households column by column while weeks pass, in blocks of rows.

A step names rows and columns in one way, `w.households[i].cash_kpw`, and does not see how its households lie. Column by
column it reads what it needs and nothing else, neighbours from one line of the cache, and where rows do not wait for
each other the processor works on several at once. Run as plain Python the rows stay where they are.
"""

# mypy: disable-error-code="attr-defined, call-arg, no-untyped-call, override, untyped-decorator"

import operator
from typing import Any

import numpy as np
from numba import config, types
from numba.core import cgutils
from numba.core.typing.templates import AbstractTemplate, AttributeTemplate, infer_getattr, infer_global, signature
from numba.extending import (
    intrinsic,
    lower_builtin,
    lower_getattr_generic,
    lower_setattr_generic,
    models,
    register_model,
)

from jangmadang.compiling import inlined
from jangmadang.world.tables import HOUSEHOLD, World

BLOCK_ROWS = 512  # so many rows stay in a core's cache while their week passes
LINE = 64  # bytes of a line of the cache; one is left free after a column, so that columns do not crowd the same lines


def _block_of(rows: Any) -> Any:
    """Data type of a block: for each column of a row's data type as many numbers as the block has rows."""
    formats, starts, size = [], [], 0
    for name in rows.names:
        dtype, shape = rows[name].base, rows[name].shape
        formats.append((dtype, (*shape, BLOCK_ROWS)))
        starts.append(size)
        size += -(-rows[name].itemsize * BLOCK_ROWS // LINE) * LINE + LINE
    return np.dtype({"names": rows.names, "formats": formats, "offsets": starts, "itemsize": size})


HOUSEHOLD_BLOCK = _block_of(HOUSEHOLD)


class Columns(types.Type):
    """The blocks of a table, one after another, seen as its rows."""

    def __init__(self, block: Any) -> None:
        super().__init__(name=f"Columns({block})")
        self.block = block


class Block(types.Type):
    """One block of a table, seen as its rows."""

    def __init__(self, block: Any) -> None:
        super().__init__(name=f"Block({block})")
        self.block = block


class Row(types.Type):
    """A row of a block."""

    def __init__(self, block: Any) -> None:
        super().__init__(name=f"Row({block})")
        self.block = block

    def is_single(self, name: str) -> bool:
        """Whether a column has one number a row, and not several."""
        return len(self.block.typeof(name).shape) == 1


class Cells(types.Type):
    """The numbers of a row in a column of several."""

    def __init__(self, dtype: Any) -> None:
        super().__init__(name=f"Cells({dtype})")
        self.dtype = dtype


for _place in (Columns, Block, Cells):
    register_model(_place)(models.OpaqueModel)


@register_model(Row)
class RowModel(models.StructModel):
    """A row is a block and a number."""

    def __init__(self, manager: Any, row: Row) -> None:
        super().__init__(manager, row, [("block", types.voidptr), ("number", types.intp)])


@infer_getattr
class RowAttribute(AttributeTemplate):
    """A row has the columns of its record."""

    key = Row

    def generic_resolve(self, row: Row, name: str) -> Any:
        """Type of a column in a row."""
        if name not in row.block.fields:
            return None
        dtype = row.block.typeof(name).dtype
        return dtype if row.is_single(name) else Cells(dtype)


@infer_global(operator.getitem)
class GetRowOrCell(AbstractTemplate):
    """`table[i]` is a row, `cells[k]` a number."""

    def generic(self, args: Any, kws: Any) -> Any:
        """Signature of both."""
        where, at = args
        if isinstance(where, Columns | Block) and isinstance(at, types.Integer):
            return signature(Row(where.block), where, types.intp)
        if isinstance(where, Cells) and isinstance(at, types.Integer):
            return signature(where.dtype, where, types.intp)
        return None


@infer_global(operator.setitem)
class SetCell(AbstractTemplate):
    """`cells[k] = number`."""

    def generic(self, args: Any, kws: Any) -> Any:
        """Signature of it."""
        where, at, _ = args
        if isinstance(where, Cells) and isinstance(at, types.Integer):
            return signature(types.none, where, types.intp, where.dtype)
        return None


def _nth(context: Any, builder: Any, dtype: Any, start: Any, number: Any) -> Any:
    """Address of the n-th number of those that start at an address."""
    column = builder.bitcast(start, context.get_data_type(dtype).as_pointer())
    return builder.gep(column, [number], inbounds=True)


def _in_row(context: Any, builder: Any, row_type: Row, row: Any, name: str) -> Any:
    """Address of a row's number in a column, of the first where it has several."""
    parts = cgutils.create_struct_proxy(row_type)(context, builder, value=row)
    offset = context.get_constant(types.intp, row_type.block.offset(name))
    start = builder.gep(parts.block, [offset], inbounds=True)
    return _nth(context, builder, row_type.block.typeof(name).dtype, start, parts.number)


def _row(context: Any, builder: Any, row_type: Row, block: Any, number: Any) -> Any:
    parts = cgutils.create_struct_proxy(row_type)(context, builder)
    parts.block, parts.number = block, number
    return parts._getvalue()


def _block_with(context: Any, builder: Any, columns: Columns, base: Any, row: Any) -> Any:
    """Address of the block in which a row of a table lies."""
    size = context.get_constant(types.intp, columns.block.size)
    number = builder.udiv(row, context.get_constant(types.intp, BLOCK_ROWS))
    return builder.gep(base, [builder.mul(number, size)], inbounds=True)


@lower_builtin(operator.getitem, Block, types.Integer)
def _row_of_block(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    return _row(context, builder, sig.return_type, *args)


@lower_builtin(operator.getitem, Columns, types.Integer)
def _row_of_columns(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    block = _block_with(context, builder, sig.args[0], *args)
    number = builder.urem(args[1], context.get_constant(types.intp, BLOCK_ROWS))
    return _row(context, builder, sig.return_type, block, number)


@lower_getattr_generic(Row)
def _get_column(context: Any, builder: Any, row_type: Row, row: Any, name: str) -> Any:
    where = _in_row(context, builder, row_type, row, name)
    if row_type.is_single(name):
        return context.unpack_value(builder, row_type.block.typeof(name).dtype, where)
    return builder.bitcast(where, cgutils.voidptr_t)


@lower_setattr_generic(Row)
def _set_column(context: Any, builder: Any, sig: Any, args: Any, name: str) -> None:
    row_type, given = sig.args
    dtype = row_type.block.typeof(name).dtype
    value = context.cast(builder, args[1], given, dtype)
    context.pack_value(builder, dtype, value, _in_row(context, builder, row_type, args[0], name))


def _cell(context: Any, builder: Any, dtype: Any, first: Any, k: Any) -> Any:
    """Address of the k-th of a row's numbers: each has a column of its own."""
    return _nth(context, builder, dtype, first, builder.mul(k, context.get_constant(types.intp, BLOCK_ROWS)))


@lower_builtin(operator.getitem, Cells, types.Integer)
def _get_cell(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    dtype = sig.args[0].dtype
    return context.unpack_value(builder, dtype, _cell(context, builder, dtype, *args))


@lower_builtin(operator.setitem, Cells, types.Integer, types.Any)
def _set_cell(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    dtype = sig.args[0].dtype
    context.pack_value(builder, dtype, args[2], _cell(context, builder, dtype, *args[:2]))
    return context.get_dummy_value()


@intrinsic
def _columns(typing_context: Any, blocks: Any) -> Any:
    """An array of blocks, seen as rows."""

    def columns(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        array = cgutils.create_struct_proxy(sig.args[0])(context, builder, value=args[0])
        return builder.bitcast(array.data, cgutils.voidptr_t)

    return Columns(blocks.dtype)(blocks), columns


@intrinsic
def _block(typing_context: Any, columns: Any, row: Any) -> Any:
    """The block in which a row lies."""

    def block(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        return _block_with(context, builder, sig.args[0], *args)

    return Block(columns.block)(columns, types.intp), block


@inlined
def _seen_as_rows(blocks: Any) -> Any:
    return _columns(blocks)


@inlined
def _rows_of_block(households: Any, row: int) -> Any:
    return _block(households, row)


def _blocks_of(rows: Any) -> Any:
    """A copy of the households in blocks, which start on a line of the cache."""
    number = -(-len(rows) // BLOCK_ROWS)
    room = np.zeros(number * HOUSEHOLD_BLOCK.itemsize + LINE, np.uint8)
    begin = -room.ctypes.data % LINE
    blocks = room[begin : begin + number * HOUSEHOLD_BLOCK.itemsize].view(HOUSEHOLD_BLOCK)
    for name in HOUSEHOLD.names or ():
        column = np.zeros(number * BLOCK_ROWS, HOUSEHOLD[name])
        column[: len(rows)] = rows[name]
        blocks[name] = np.moveaxis(column.reshape(number, BLOCK_ROWS, *HOUSEHOLD[name].shape), 1, -1)
    return blocks


def _back_in_rows(blocks: Any, rows: Any) -> None:
    """Write households in blocks back into their rows."""
    for name in HOUSEHOLD.names or ():
        column = np.moveaxis(blocks[name], -1, 1)
        rows[name] = column.reshape(-1, *column.shape[2:])[: len(rows)]


def _same(rows: Any) -> Any:
    """Run as plain Python, the rows stay where they are."""
    return rows


def _slice_of_block(households: Any, row: int) -> Any:
    """The rows of a block, where they are."""
    first = row // BLOCK_ROWS * BLOCK_ROWS
    return households[first : first + BLOCK_ROWS]


def _nothing_to_do(blocks: Any, rows: Any) -> None:
    """The rows have been changed in place."""


in_blocks, back_in_rows, seen_as_rows, rows_of_block = (
    (_same, _nothing_to_do, _same, _slice_of_block)
    if config.DISABLE_JIT
    else (_blocks_of, _back_in_rows, _seen_as_rows, _rows_of_block)
)


@inlined
def block_with(w: World, row: int) -> World:
    """The world with the households alone that share a block with a row; there they are numbered from 0."""
    households = rows_of_block(w.households, row)
    return World(households, w.markets, w.traders, w.nation, w.flows, w.goods, w.tallies, w.border)
