package io.conpool.transport;

import java.net.InetAddress;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * What an {@link AddressBook} notes of one connection, from its beginning to its end.
 * Confined to the event loop of {@link AddressBooks}.
 */
final class Booking {

	private final @Nullable TlsContext tls;

	private final Consumer<String> onRetired;

	private @Nullable InetAddress address;

	private boolean open;

	private Runnable end;

	private @Nullable Executor ready;

	private @Nullable String retired;

	/**
	 * Begins the notes of a connection that is to be made.
	 * @param tls by which TLS, or null for cleartext
	 * @param onRetired told, on the connection's event loop, why it is retired
	 * @param end gives up making it
	 */
	Booking(@Nullable TlsContext tls, Consumer<String> onRetired, Runnable end) {
		this.tls = tls;
		this.onRetired = onRetired;
		this.end = end;
	}

	/** Where it leads to, or will probably lead to; null before that was chosen. */
	@Nullable InetAddress address() {
		return this.address;
	}

	/** It is being made, probably to this address. */
	void chosen(InetAddress address) {
		this.address = address;
	}

	/** It leads to this address; from now on it is ended by closing it. */
	void opened(InetAddress address, Runnable close) {
		this.address = address;
		this.open = true;
		this.end = close;
	}

	boolean isOpen() {
		return this.open;
	}

	/** By which TLS it was or is being made, null for cleartext. */
	@Nullable TlsContext tls() {
		return this.tls;
	}

	/**
	 * From now on the connection can be told that it is retired, behind what its loop has
	 * been told so far.
	 */
	void ready(Executor loop) {
		this.ready = loop;
		tell();
	}

	/** Once, for the first reason. */
	void retire(String reason) {
		if (this.retired == null) {
			this.retired = reason;
			tell();
		}
	}

	/** Closes it, or gives up making it. */
	void end() {
		this.end.run();
	}

	private void tell() {
		String reason = this.retired;
		if (this.ready != null && reason != null) {
			this.ready.execute(() -> this.onRetired.accept(reason));
		}
	}

}
