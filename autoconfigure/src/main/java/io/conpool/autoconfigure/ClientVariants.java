package io.conpool.autoconfigure;

import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

import io.conpool.H2Client;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.http.StreamedResponse;

/**
 * The clients whose connections are kept apart from those of one named client. Each lives
 * as long as somebody holds it: a caller, a call, or content that is being read. After
 * that it is closed, so that code which makes settings anew for every call does not
 * collect clients. Guarded by itself.
 */
final class ClientVariants {

	/** Between the client's name and the number of a variant; needs no escape in URLs. */
	static final String SEPARATOR = "~";

	private static final Cleaner CLEANER = Cleaner.create();

	private final String client;

	private final BiFunction<String, ConnectionVariant, VariantClient> maker;

	private final Map<ConnectionVariant, Entry> entries = new HashMap<>();

	private boolean closed;

	/**
	 * A client of one variant.
	 *
	 * @param client the client
	 * @param onEnd what to do when it has ended
	 */
	record VariantClient(RestartableClient client, Runnable onEnd) {
	}

	/** One that is held, or was until a moment ago. */
	private record Entry(int number, VariantClient variant, WeakReference<HeldClient> held) {
	}

	/**
	 * Makes an empty collection.
	 * @param client the client's name
	 * @param maker makes the client of a name and a variant, not started yet
	 */
	ClientVariants(String client, BiFunction<String, ConnectionVariant, VariantClient> maker) {
		this.client = client;
		this.maker = maker;
	}

	/**
	 * The client of a variant.
	 * @param variant what distinguishes its connections
	 * @return a client that was started, so that what cannot be had is found out here
	 */
	H2Client client(ConnectionVariant variant) {
		HeldClient held = held(variant);
		held.delegate().start();
		return held;
	}

	private synchronized HeldClient held(ConnectionVariant variant) {
		Entry known = this.entries.get(variant);
		HeldClient held = (known != null) ? known.held().get() : null;
		if (held != null) {
			return held;
		}
		// One that nobody holds any more is taken up again if it is still there.
		int number = (known != null) ? known.number() : freeNumber();
		VariantClient client = (known != null) ? known.variant()
				: this.maker.apply(this.client + SEPARATOR + number, variant);
		if (this.closed) {
			client.client().close();
		}
		HeldClient newlyHeld = new HeldClient(client.client());
		Entry entry = new Entry(number, client, new WeakReference<>(newlyHeld));
		this.entries.put(variant, entry);
		CLEANER.register(newlyHeld, () -> forget(variant, entry));
		return newlyHeld;
	}

	private int freeNumber() {
		List<Integer> taken = this.entries.values().stream().map(Entry::number).toList();
		int number = 1;
		while (taken.contains(number)) {
			number++;
		}
		return number;
	}

	private void forget(ConnectionVariant variant, Entry entry) {
		synchronized (this) {
			if (!this.entries.remove(variant, entry)) {
				return;
			}
		}
		entry.variant().client().end().ifPresent(RunningClient::closeAsync);
		entry.variant().onEnd().run();
	}

	/**
	 * Those that there are.
	 * @return the clients by their names
	 */
	synchronized SortedMap<String, RestartableClient> all() {
		SortedMap<String, RestartableClient> all = new TreeMap<>();
		this.entries.values()
			.forEach((entry) -> all.put(this.client + SEPARATOR + entry.number(), entry.variant().client()));
		return all;
	}

	/** Those that are asked for from now on are closed already. */
	synchronized void close() {
		this.closed = true;
	}

	/** What callers hold, and with it, for as long as they go on, their calls. */
	private static final class HeldClient extends DelegatingClient {

		private final RestartableClient client;

		HeldClient(RestartableClient client) {
			this.client = client;
		}

		@Override
		RestartableClient delegate() {
			return this.client;
		}

		@Override
		public H2Response send(H2Request request) {
			try {
				return super.send(request);
			}
			finally {
				Reference.reachabilityFence(this);
			}
		}

		@Override
		public CompletableFuture<H2Response> sendAsync(H2Request request) {
			return heldBy(super.sendAsync(request));
		}

		@Override
		public StreamedResponse stream(H2Request request) {
			StreamedResponse response = super.stream(request);
			heldBy(response.body().trailers());
			return response;
		}

		@Override
		public CompletableFuture<StreamedResponse> streamAsync(H2Request request) {
			CompletableFuture<StreamedResponse> future = super.streamAsync(request);
			future.whenComplete((response, thrown) -> {
				if (response != null) {
					heldBy(response.body().trailers());
				}
			});
			return heldBy(future);
		}

		private <T> CompletableFuture<T> heldBy(CompletableFuture<T> future) {
			future.whenComplete(new Hold(this));
			return future;
		}

		/** The other callers go on. */
		@Override
		public void close() {
		}

	}

	/** Lets whoever holds a future that is not complete hold the client. */
	private record Hold(HeldClient client) implements BiConsumer<Object, Throwable> {

		@Override
		public void accept(Object done, Throwable thrown) {
			// Being referred to is all that it is for.
		}

	}

}
