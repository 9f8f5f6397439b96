"""What the rules of booking say, in the plainest form: lists of orders, no database, no counters.

The state machine does everything twice, here and through the services, and compares.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from services.errors import NotYours
from services.meals.errors import (
    AlreadyBooked,
    BelowTaken,
    CutOff,
    DinerPaused,
    Full,
    NotCutOffYet,
    NotEntitledToDelivery,
    OthersWait,
    PortionsOutOfRange,
    ReasonNeeded,
    SessionClosed,
    WrongBookingState,
)
from storage.tables import BookingEventKind as Kind
from storage.tables import BookingState

BOOKED, WAITING = BookingState.BOOKED, BookingState.WAITING
CANCELLED, SERVED = BookingState.CANCELLED, BookingState.SERVED
MOST = 4


@dataclass
class Eater:
    """A diner: what a portion is subsidised by, in order of height, each with its month's cap."""

    person: int
    proxy: int | None
    subsidies: list[tuple[int, int | None]]
    fee: int | None
    """For delivery; None where they are not entitled to it."""
    pause: tuple[date, date] | None = None

    def pauses(self, day: date) -> bool:
        return self.pause is not None and self.pause[0] <= day <= self.pause[1]


@dataclass(eq=False)
class Order:
    """A booking as it has to be."""

    eater: Eater
    price: int
    portions: int
    delivered: bool
    state: BookingState
    rank: tuple[datetime, int]
    """Its place among those who wait."""
    subsidy: tuple[int, int] = (0, 0)
    """Which one, by its place in the eater's list, and how much."""
    lines: list[Kind] = field(default_factory=list)
    id: int = 0

    @property
    def active(self) -> bool:
        return self.state in (BOOKED, WAITING)

    @property
    def paid(self) -> int:
        fee = (self.eater.fee or 0) if self.delivered else 0
        return self.portions * self.price - self.subsidy[1] + fee


@dataclass(eq=False)
class Lunch:
    """A session as it has to be."""

    id: int
    day: date
    cut_off: datetime
    over: datetime
    portions: int
    deliveries: int
    reopened: int = 0
    closed: bool = False
    orders: list[Order] = field(default_factory=list)

    def holding(self) -> list[Order]:
        return [order for order in self.orders if order.state in (BOOKED, SERVED)]

    def queue(self) -> list[Order]:
        waiting = [order for order in self.orders if order.state is WAITING]
        return sorted(waiting, key=lambda order: order.rank)

    @property
    def free(self) -> int:
        return self.portions - sum(order.portions for order in self.holding())

    @property
    def carried(self) -> int:
        return sum(order.delivered for order in self.holding())


@dataclass
class Canteen:
    """Everything that is booked, and the clock."""

    now: datetime
    lunches: list[Lunch] = field(default_factory=list)
    promoted: list[Order] = field(default_factory=list)
    """Who has to be told so since this was last emptied."""

    def book(
        self, lunch: Lunch, eater: Eater, by: int | None, price: int, portions: int, delivered: bool
    ) -> Order:
        """By staff when `by` is None, who look to it themselves that they have a reason."""
        late = self.now >= lunch.cut_off
        if by is None:
            self.end_waiting(lunch)
        else:
            self._may(eater, by)
        if eater.pauses(lunch.day):
            raise DinerPaused(None)
        if any(order.eater is eater and order.state is not CANCELLED for order in lunch.orders):
            raise AlreadyBooked(0, by_you=True)
        self._judge(eater, portions, delivered)
        if lunch.closed:
            raise SessionClosed("")
        order = Order(eater, price, portions, delivered, BOOKED, (self.now, 1 + len(lunch.orders)))
        fits = portions <= lunch.free and lunch.carried + delivered <= lunch.deliveries
        if not late and (lunch.queue() or not fits):
            order.state = WAITING
        elif late and by is None:
            self._not_after(lunch.over)
            if not fits:
                raise Full(0)
        elif late:
            self._not_after(lunch.over if lunch.reopened else lunch.cut_off)
            if delivered or portions > lunch.reopened:
                raise Full(0)
            lunch.reopened -= portions
        order.subsidy = self._subsidy(eater, price, None)
        order.lines.append(Kind.QUEUED if order.state is WAITING else Kind.BOOKED)
        lunch.orders.append(order)
        self._settle(lunch, silent=order)
        return order

    def change(
        self,
        lunch: Lunch,
        order: Order,
        by: int | None,
        price: int,
        portions: int,
        delivered: bool,
        *,
        reason: bool = True,
    ) -> None:
        self._open(lunch, order, by, reason=reason)
        if (price, portions, delivered) == (order.price, order.portions, order.delivered):
            return
        if order.eater.pauses(lunch.day):
            raise DinerPaused(None)
        self._judge(order.eater, portions, delivered)
        more = portions > order.portions or delivered > order.delivered
        if order.state is BOOKED:
            if more and lunch.queue():
                raise OthersWait
            short = portions - order.portions > lunch.free
            if short or lunch.carried + delivered - order.delivered > lunch.deliveries:
                raise Full(0)
        elif more:
            order.rank = (self.now, order.rank[1])
        order.subsidy = self._subsidy(order.eater, price, order)
        order.price, order.portions, order.delivered = price, portions, delivered
        order.lines.append(Kind.CHANGED)
        self._settle(lunch, silent=order)

    def cancel(self, lunch: Lunch, order: Order, by: int | None, *, reason: bool = True) -> None:
        self._open(lunch, order, by, reason=reason, leaving=True)
        self._end(order)
        self._settle(lunch)

    def set_portions(self, lunch: Lunch, portions: int, deliveries: int) -> None:
        self._going_on(lunch)
        if lunch.portions - lunch.free > portions or lunch.carried > deliveries:
            raise BelowTaken(0)
        lunch.portions, lunch.deliveries = portions, deliveries
        self._settle(lunch)

    def reopen(self, lunch: Lunch, portions: int) -> None:
        self.end_waiting(lunch)
        self._going_on(lunch)
        if self.now < lunch.cut_off:
            raise NotCutOffYet(lunch.cut_off)
        if portions > lunch.free:
            raise Full(0)
        lunch.reopened = portions

    def close(self, lunch: Lunch) -> None:
        self._going_on(lunch)
        for order in lunch.orders:
            if order.active:
                self._end(order)
        lunch.closed, lunch.reopened = True, 0

    def end_waiting(self, lunch: Lunch) -> None:
        if self.now >= lunch.cut_off:
            for order in lunch.queue():
                self._end(order)

    def pause(self, eater: Eater, by: int, first: date, last: date) -> None:
        self._may(eater, by)
        eater.pause = (first, last)
        for lunch in self.lunches:
            for order in lunch.orders:
                coming = order.eater is eater and order.active and self.now < lunch.cut_off
                if coming and eater.pauses(lunch.day):
                    self._end(order)
                    self._settle(lunch)

    def _settle(self, lunch: Lunch, silent: Order | None = None) -> None:
        """Whoever can be given something, in order; then 余餐 is no more than what is free."""
        while self.now < lunch.cut_off and not lunch.closed and lunch.free > 0:
            carried = lunch.carried >= lunch.deliveries
            first = next((one for one in lunch.queue() if not (one.delivered and carried)), None)
            if first is None or first.portions > lunch.free:
                break
            first.state = BOOKED
            first.lines.append(Kind.PROMOTED)
            if first is not silent:
                self.promoted.append(first)
        lunch.reopened = min(lunch.reopened, lunch.free)

    def _open(
        self,
        lunch: Lunch,
        order: Order,
        by: int | None,
        *,
        reason: bool,
        leaving: bool = False,
    ) -> None:
        until = lunch.over
        if by is None:
            if self.now >= lunch.cut_off and not reason:
                raise ReasonNeeded
            self.end_waiting(lunch)
        else:
            self._may(order.eater, by)
            until = lunch.cut_off
        if lunch.closed:
            raise SessionClosed("")
        if not order.active:
            raise WrongBookingState(order.state)
        if by is None or not leaving or order.state is BOOKED:
            self._not_after(until)

    def _going_on(self, lunch: Lunch) -> None:
        if lunch.closed:
            raise SessionClosed("")
        self._not_after(lunch.over)

    def _not_after(self, until: datetime) -> None:
        if self.now >= until:
            raise CutOff(until)

    def _may(self, eater: Eater, by: int) -> None:
        if by not in (eater.person, eater.proxy):
            raise NotYours

    def _judge(self, eater: Eater, portions: int, delivered: bool) -> None:
        if not 1 <= portions <= MOST:
            raise PortionsOutOfRange(MOST)
        if delivered and eater.fee is None:
            raise NotEntitledToDelivery

    def _subsidy(self, eater: Eater, price: int, but_not: Order | None) -> tuple[int, int]:
        best = (0, 0)
        for number, (fen, cap) in enumerate(eater.subsidies, start=1):
            used = sum(
                order.subsidy[1]
                for lunch in self.lunches
                for order in lunch.orders
                if order.eater is eater
                and order is not but_not
                and order.state is not CANCELLED
                and order.subsidy[0] == number
            )
            left = price if cap is None else cap - used
            given = max(min(fen, price, left), 0)
            if given > best[1]:
                best = (number, given)
        return best

    def _end(self, order: Order) -> None:
        order.state = CANCELLED
        order.lines.append(Kind.CANCELLED)
