package io.conpool.transport;

import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2ClientException;
import io.conpool.error.H2Error;
import io.conpool.time.Scheduler;
import io.netty.channel.EventLoop;
import io.netty.util.NetUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The address books of all endpoints: finds the addresses for each connection that is
 * made, resolves the names of those that are open again from time to time, and retires
 * connections to addresses that are not given any more. When the transport is closed all
 * of them end, those that are being made included. Confined to one event loop, to which
 * its methods post.
 */
final class AddressBooks {

	private static final Logger logger = LoggerFactory.getLogger(AddressBooks.class);

	private static final double JITTER = 0.2;

	private final EventLoop loop;

	private final AddressLookup lookup;

	private final Scheduler scheduler;

	private final Duration refreshInterval;

	private final DoubleSupplier random;

	private final Map<Endpoint, AddressBook> books = new HashMap<>();

	private final Supplier<TlsContext> tls;

	private boolean closed;

	/**
	 * Makes the books.
	 * @param loop whose they are
	 * @param lookup finds addresses
	 * @param scheduler gives the time
	 * @param refreshInterval how often names are resolved again, 0 for never
	 * @param random 0 to 1, for the jitter
	 * @param tls with which connections are to be made at present
	 */
	AddressBooks(EventLoop loop, AddressLookup lookup, Scheduler scheduler, Duration refreshInterval,
			DoubleSupplier random, Supplier<TlsContext> tls) {
		this.loop = loop;
		this.lookup = lookup;
		this.scheduler = scheduler;
		this.refreshInterval = refreshInterval;
		this.random = random;
		this.tls = tls;
	}

	/**
	 * Finds addresses for a connector, and keeps an eye on what it opens.
	 * @param way how the endpoint is reached
	 * @param connector started
	 * @param booking new
	 * @param opened what the connector completes
	 * @param ready completes when the connection can be used
	 */
	void open(Way way, Connector connector, Booking booking, CompletionStage<Connector.Opened> opened,
			CompletionStage<?> ready) {
		boolean posted = post(() -> {
			if (this.closed) {
				connector.abandon();
				return;
			}
			AddressBook book = this.books.computeIfAbsent(way.endpoint(), (endpoint) -> newBook(way));
			book.add(booking);
			resolve(book).whenComplete((found, thrown) -> {
				if (thrown != null) {
					connector.fail(thrown);
				}
				else {
					List<InetAddress> order = book.order(found);
					booking.chosen(order.get(0));
					connector.connect(order);
				}
			});
			opened.whenComplete((result, thrown) -> post(() -> {
				if (thrown != null) {
					book.remove(booking);
				}
				else if (this.closed) {
					result.channel().close();
				}
				else {
					opened(book, booking, result, ready);
				}
			}));
		});
		if (!posted) {
			connector.abandon();
		}
	}

	private AddressBook newBook(Way way) {
		AddressBook book = new AddressBook(way.host(), this.scheduler);
		tendLater(way.endpoint(), book);
		return book;
	}

	private void opened(AddressBook book, Booking booking, Connector.Opened opened, CompletionStage<?> ready) {
		booking.opened(opened.address(), opened.channel()::close);
		if (opened.channel().isOpen()) {
			opened.channel().closeFuture().addListener((closed) -> post(() -> book.remove(booking)));
		}
		else {
			// Perhaps with its loop, which then tells nobody.
			book.remove(booking);
		}
		ready.whenComplete((done, thrown) -> post(() -> {
			if (thrown != null) {
				book.failed(opened.address());
			}
			else {
				book.succeeded(opened.address());
				booking.ready(opened.channel().eventLoop());
			}
		}));
		retireOutdated(book);
	}

	/** An address is of no use at present. */
	void failed(Endpoint endpoint, InetAddress address) {
		post(() -> {
			AddressBook book = this.books.get(endpoint);
			if (book != null) {
				book.failed(address);
			}
		});
	}

	/** Connections that were made with other TLS than the present one are retired. */
	void tlsChanged() {
		post(() -> this.books.values().forEach(this::retireOutdated));
	}

	private void retireOutdated(AddressBook book) {
		TlsContext present = this.tls.get();
		book.retire((booking) -> booking.tls() != null && booking.tls() != present, "TLS is configured anew");
		if (isRefreshing()) {
			book.retire((booking) -> !book.isGiven(booking), "its address is not the host's any more");
		}
	}

	private boolean isRefreshing() {
		return !this.refreshInterval.isZero();
	}

	/** Completes on the loop, with at least one address, or with the typed error. */
	private CompletableFuture<List<InetAddress>> resolve(AddressBook book) {
		long question = book.ask();
		CompletableFuture<List<InetAddress>> noted = new CompletableFuture<>();
		this.lookup.find(book.host()).whenComplete((found, thrown) -> {
			boolean posted = post(() -> {
				if (thrown != null) {
					noted.completeExceptionally(H2ClientException.unwrap(thrown));
				}
				else {
					book.answer(question, found);
					retireOutdated(book);
					noted.complete(found);
				}
			});
			if (!posted) {
				noted.completeExceptionally(new H2Error.ClientClosed().asException());
			}
		});
		return noted;
	}

	/** As long as a book is kept: resolves again, and forgets what is not used. */
	private void tend(Endpoint endpoint, AddressBook book) {
		if (this.closed) {
			return;
		}
		if (book.isForgotten()) {
			this.books.remove(endpoint);
			return;
		}
		if (book.isUsed() && isRefreshing() && !NetUtil.isValidIpV4Address(book.host())
				&& !NetUtil.isValidIpV6Address(book.host())) {
			resolve(book).exceptionally((thrown) -> {
				logger.debug("{} keeps its addresses: {}", endpoint, thrown.toString());
				return List.of();
			});
		}
		tendLater(endpoint, book);
	}

	private void tendLater(Endpoint endpoint, AddressBook book) {
		Duration interval = isRefreshing() ? this.refreshInterval : AddressBook.LONGEST_PAUSE;
		double jittered = (double) interval.toNanos() * (1 - JITTER + 2 * JITTER * this.random.getAsDouble());
		book.tending(
				this.scheduler.schedule(() -> post(() -> tend(endpoint, book)), Duration.ofNanos((long) jittered)));
	}

	/**
	 * Gives up what is being made, closes what is open, and asks for nothing any more.
	 */
	void close() {
		post(() -> {
			this.closed = true;
			this.books.values().forEach(AddressBook::close);
			this.books.clear();
		});
	}

	/** Returns whether the task will be run. */
	private boolean post(Runnable task) {
		try {
			this.loop.execute(task);
			return true;
		}
		catch (RejectedExecutionException ex) {
			// The threads are stopped, and all connections with them.
			return false;
		}
	}

}
