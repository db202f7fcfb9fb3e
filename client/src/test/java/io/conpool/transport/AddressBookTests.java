package io.conpool.transport;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.conpool.testing.ManualScheduler;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AddressBookTests {

	private static final InetAddress FOUR_A = address("192.0.2.1");

	private static final InetAddress FOUR_B = address("192.0.2.2");

	private static final InetAddress FOUR_C = address("192.0.2.3");

	private static final InetAddress SIX_A = address("2001:db8::1");

	private static final InetAddress SIX_B = address("2001:db8::2");

	private final ManualScheduler scheduler = new ManualScheduler();

	private final AddressBook book = new AddressBook("some.example", this.scheduler);

	private final List<String> retired = new ArrayList<>();

	private final List<String> ended = new ArrayList<>();

	private static InetAddress address(String literal) {
		try {
			return InetAddress.getByName(literal);
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private Booking newBooking() {
		return new Booking(null, this.retired::add, () -> this.ended.add("given up"));
	}

	private Booking connection(InetAddress address) {
		Booking booking = newBooking();
		this.book.add(booking);
		booking.opened(address, () -> this.ended.add("closed"));
		booking.ready(Runnable::run);
		return booking;
	}

	// Choice

	@Test
	void withoutConnectionsTheResolversOrderHolds() {
		assertThat(this.book.order(List.of(FOUR_B, FOUR_A, FOUR_C))).containsExactly(FOUR_B, FOUR_A, FOUR_C);
	}

	/** RFC 8305 section 4. */
	@Test
	void theFamiliesTakeTurns() {
		assertThat(this.book.order(List.of(SIX_A, SIX_B, FOUR_A, FOUR_B, FOUR_C))).containsExactly(SIX_A, FOUR_A, SIX_B,
				FOUR_B, FOUR_C);
	}

	@Test
	void anAddressThatIsGivenTwiceIsTriedOnce() {
		assertThat(this.book.order(List.of(FOUR_A, FOUR_A, FOUR_B))).containsExactly(FOUR_A, FOUR_B);
	}

	@Test
	void theAddressWithTheFewestConnectionsIsFirst() {
		connection(FOUR_A);
		connection(FOUR_A);
		connection(FOUR_B);
		assertThat(this.book.order(List.of(FOUR_A, FOUR_B, FOUR_C))).containsExactly(FOUR_C, FOUR_B, FOUR_A);
	}

	@Test
	void aConnectionThatIsBeingMadeCounts() {
		Booking booking = newBooking();
		this.book.add(booking);
		booking.chosen(FOUR_A);
		assertThat(this.book.order(List.of(FOUR_A, FOUR_B))).containsExactly(FOUR_B, FOUR_A);
		this.book.remove(booking);
		assertThat(this.book.order(List.of(FOUR_A, FOUR_B))).containsExactly(FOUR_A, FOUR_B);
	}

	// Failures

	@Test
	void anAddressThatHasFailedIsLastForAWhile() {
		connection(FOUR_B);
		this.book.failed(FOUR_A);
		assertThat(this.book.order(List.of(FOUR_A, SIX_A, FOUR_B))).containsExactly(SIX_A, FOUR_B, FOUR_A);
		this.scheduler.advance(AddressBook.FIRST_PAUSE);
		assertThat(this.book.order(List.of(FOUR_A, SIX_A, FOUR_B))).startsWith(FOUR_A);
	}

	@Test
	void thePauseGrowsWithEachFailureUpToABound() {
		List<Duration> pauses = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			this.book.failed(FOUR_A);
			Duration pause = Duration.ZERO;
			while (this.book.order(List.of(FOUR_A, FOUR_B)).get(0).equals(FOUR_B)) {
				this.scheduler.advance(Duration.ofSeconds(1));
				pause = pause.plusSeconds(1);
			}
			pauses.add(pause);
		}
		assertThat(pauses.stream().map(Duration::toSeconds)).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L,
				60L);
	}

	@Test
	void failuresDuringAPauseCountAsOne() {
		this.book.failed(FOUR_A);
		this.book.failed(FOUR_A);
		this.book.failed(FOUR_A);
		this.scheduler.advance(AddressBook.FIRST_PAUSE);
		assertThat(this.book.order(List.of(FOUR_A, FOUR_B))).startsWith(FOUR_A);
	}

	@Test
	void successEndsThePauseAndItsGrowth() {
		this.book.failed(FOUR_A);
		this.book.succeeded(FOUR_A);
		assertThat(this.book.order(List.of(FOUR_A, FOUR_B))).startsWith(FOUR_A);
		this.book.failed(FOUR_A);
		this.scheduler.advance(AddressBook.FIRST_PAUSE);
		assertThat(this.book.order(List.of(FOUR_A, FOUR_B))).startsWith(FOUR_A);
	}

	@Test
	void whenAllHaveFailedAllAreTried() {
		this.book.failed(FOUR_A);
		this.book.failed(FOUR_B);
		assertThat(this.book.order(List.of(FOUR_A, FOUR_B))).containsExactly(FOUR_A, FOUR_B);
	}

	// Answers

	@Test
	void aConnectionToAnAddressThatIsNotGivenAnyMoreIsFound() {
		Booking stays = connection(FOUR_A);
		Booking goes = connection(FOUR_B);
		this.book.answer(this.book.ask(), List.of(FOUR_A, FOUR_C));
		assertThat(this.book.isGiven(stays)).isTrue();
		assertThat(this.book.isGiven(goes)).isFalse();
	}

	@Test
	void anAnswerThatComesLateIsIgnored() {
		Booking booking = connection(FOUR_A);
		long first = this.book.ask();
		long second = this.book.ask();
		this.book.answer(second, List.of(FOUR_A));
		this.book.answer(first, List.of(FOUR_B));
		assertThat(this.book.isGiven(booking)).isTrue();
	}

	// Retirement

	@Test
	void aConnectionIsToldOnceThatItIsRetired() {
		connection(FOUR_A);
		this.book.retire((booking) -> true, "first");
		this.book.retire((booking) -> true, "second");
		assertThat(this.retired).containsExactly("first");
	}

	@Test
	void aConnectionThatIsNotReadyYetIsToldWhenItIs() {
		Booking booking = newBooking();
		this.book.add(booking);
		this.book.retire((any) -> true, "too late");
		assertThat(this.retired).isEmpty();
		booking.opened(FOUR_A, () -> this.ended.add("closed"));
		booking.ready(Runnable::run);
		assertThat(this.retired).containsExactly("too late");
	}

	@Test
	void aBookIsForgottenWhenNothingInItCountsAnyMore() {
		Booking booking = connection(FOUR_A);
		this.scheduler.advance(AddressBook.LONGEST_PAUSE);
		assertThat(this.book.isForgotten()).isFalse();
		this.book.remove(booking);
		assertThat(this.book.isForgotten()).isFalse();
		this.scheduler.advance(AddressBook.LONGEST_PAUSE);
		assertThat(this.book.isForgotten()).isTrue();
	}

	// The end

	@Test
	void whatIsOpenIsClosedAndWhatIsBeingMadeGivenUp() {
		connection(FOUR_A);
		this.book.add(newBooking());
		this.book.close();
		assertThat(this.ended).containsExactlyInAnyOrder("closed", "given up");
	}

	@Test
	void aClosedBookIsNotLookedAfterAnyMore() {
		this.book.tending(this.scheduler.schedule(() -> this.ended.add("tended"), AddressBook.LONGEST_PAUSE));
		this.book.close();
		assertThat(this.scheduler.pending()).isZero();
	}

}
