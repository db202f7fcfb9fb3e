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

	private @Nullable Executor ready;

	private @Nullable String retired;

	Booking(@Nullable TlsContext tls, Consumer<String> onRetired) {
		this.tls = tls;
		this.onRetired = onRetired;
	}

	/** Where it leads to, or will probably lead to; null before that was chosen. */
	@Nullable InetAddress address() {
		return this.address;
	}

	/** It is being made, probably to this address. */
	void chosen(InetAddress address) {
		this.address = address;
	}

	void opened(InetAddress address) {
		this.address = address;
		this.open = true;
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

	private void tell() {
		String reason = this.retired;
		if (this.ready != null && reason != null) {
			this.ready.execute(() -> this.onRetired.accept(reason));
		}
	}

}
