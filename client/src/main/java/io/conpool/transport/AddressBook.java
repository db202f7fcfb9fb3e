package io.conpool.transport;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.function.Predicate;

import io.conpool.time.Backoff;
import io.conpool.time.Scheduler;

/**
 * What is known of the addresses of one endpoint: which connections lead to which, and
 * which have failed lately. Confined to the event loop of {@link AddressBooks}.
 */
final class AddressBook {

	static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

	static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

	// Not varied, since it decides the order of the next dial and nothing else.
	private static final Backoff PAUSES = new Backoff(FIRST_PAUSE, LONGEST_PAUSE, () -> 0.5);

	private final String host;

	private final Scheduler scheduler;

	private final Set<Booking> bookings = new HashSet<>();

	private final Map<InetAddress, Pause> pauses = new HashMap<>();

	private Set<InetAddress> given = Set.of();

	private long questions;

	private long answered;

	private long lastUsedNanos;

	private Scheduler.Task tending = () -> {
	};

	/** How often an address has failed in a row, and until when it is left alone. */
	private record Pause(int failures, long untilNanos) {
	}

	AddressBook(String host, Scheduler scheduler) {
		this.host = host;
		this.scheduler = scheduler;
		this.lastUsedNanos = scheduler.nanoTime();
	}

	/** The host whose addresses these are. */
	String host() {
		return this.host;
	}

	// Resolution

	/** The number of a question that is being asked. */
	long ask() {
		return ++this.questions;
	}

	/** Notes an answer, unless a later question was answered already. */
	void answer(long question, Collection<InetAddress> addresses) {
		if (question > this.answered) {
			this.answered = question;
			this.given = Set.copyOf(addresses);
			this.pauses.keySet().retainAll(this.given);
		}
	}

	/** Whether the newest answer has the address that the connection leads to. */
	boolean isGiven(Booking booking) {
		return !booking.isOpen() || this.given.contains(booking.address());
	}

	// Choice

	/**
	 * The addresses in the order in which a new connection is to try them: those that
	 * have failed lately come last, before that those with the fewest connections come
	 * first, and the two families take turns (RFC 8305 section 4).
	 */
	List<InetAddress> order(Collection<InetAddress> addresses) {
		List<InetAddress> sorted = addresses.stream()
			.distinct()
			.sorted(Comparator.comparingLong(this::connectionsTo))
			.toList();
		List<InetAddress> order = new ArrayList<>(takingTurns(sorted, (address) -> !isPaused(address)));
		order.addAll(takingTurns(sorted, this::isPaused));
		return order;
	}

	private static List<InetAddress> takingTurns(List<InetAddress> sorted, Predicate<InetAddress> which) {
		Queue<InetAddress> waiting = new ArrayDeque<>(sorted.stream().filter(which).toList());
		List<InetAddress> turns = new ArrayList<>();
		while (!waiting.isEmpty()) {
			InetAddress first = waiting.remove();
			turns.add(first);
			waiting.stream().filter((other) -> other.getClass() != first.getClass()).findFirst().ifPresent((other) -> {
				turns.add(other);
				waiting.remove(other);
			});
		}
		return turns;
	}

	private long connectionsTo(InetAddress address) {
		return this.bookings.stream().filter((booking) -> address.equals(booking.address())).count();
	}

	// Failures

	private boolean isPaused(InetAddress address) {
		Pause pause = this.pauses.get(address);
		return pause != null && this.scheduler.nanoTime() - pause.untilNanos < 0;
	}

	/** The address is left alone for a while, twice as long with each failure. */
	void failed(InetAddress address) {
		// Connections that were begun together fail together, which counts as one.
		if (!isPaused(address)) {
			Pause before = this.pauses.get(address);
			int failures = (before != null) ? before.failures + 1 : 1;
			this.pauses.put(address, new Pause(failures, this.scheduler.nanoTime() + PAUSES.after(failures).toNanos()));
		}
	}

	void succeeded(InetAddress address) {
		this.pauses.remove(address);
	}

	// Connections

	void add(Booking booking) {
		this.bookings.add(booking);
	}

	void remove(Booking booking) {
		this.bookings.remove(booking);
		this.lastUsedNanos = this.scheduler.nanoTime();
	}

	boolean isUsed() {
		return !this.bookings.isEmpty();
	}

	/** Whether nothing is left that is worth remembering. */
	boolean isForgotten() {
		return !isUsed() && this.scheduler.nanoTime() - this.lastUsedNanos >= LONGEST_PAUSE.toNanos();
	}

	/** When it will be looked after next. */
	void tending(Scheduler.Task next) {
		this.tending = next;
	}

	/** Ends all connections, among them those that are being made. */
	void close() {
		this.tending.cancel();
		List.copyOf(this.bookings).forEach(Booking::end);
	}

	/** Retires connections, among them those that are being made. */
	void retire(Predicate<Booking> which, String reason) {
		List.copyOf(this.bookings).stream().filter(which).forEach((booking) -> booking.retire(reason));
	}

}
