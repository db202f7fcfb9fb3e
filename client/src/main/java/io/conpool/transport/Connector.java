package io.conpool.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2Error;
import io.conpool.time.Deadline;
import io.conpool.time.Scheduler;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import org.jspecify.annotations.Nullable;

/**
 * Opens one channel: tries the addresses one after another until one connects, each with
 * an equal part of the time that is left, then leads the TLS handshake. Its steps follow
 * each other, so it needs no lock.
 */
final class Connector {

	private final Endpoint endpoint;

	private final EventLoops loops;

	private final @Nullable TlsContext tls;

	private final Duration connectTimeout;

	private final Scheduler scheduler;

	private final Deadline deadline;

	private final List<ApplicationProtocol> protocols;

	private final CompletableFuture<Channel> opened = new CompletableFuture<>();

	Connector(Endpoint endpoint, EventLoops loops, @Nullable TlsContext tls, Duration connectTimeout,
			Scheduler scheduler, List<ApplicationProtocol> protocols) {
		this.endpoint = endpoint;
		this.loops = loops;
		this.tls = tls;
		this.connectTimeout = connectTimeout;
		this.scheduler = scheduler;
		this.deadline = Deadline.in(connectTimeout, scheduler);
		this.protocols = protocols;
	}

	/**
	 * Completes with a channel whose pipeline ends in the protocol's handlers, on its
	 * event loop.
	 */
	CompletableFuture<Channel> open(CompletableFuture<List<InetAddress>> addresses) {
		// Resolution is the one step whose length nobody else bounds.
		Scheduler.Task timeout = this.scheduler.schedule(
				() -> fail(new H2Error.ConnectionTimeout(this.endpoint, this.connectTimeout)), this.connectTimeout);
		addresses.whenComplete((found, thrown) -> {
			timeout.cancel();
			if (thrown != null) {
				fail(ConnectErrors.ofResolution(this.endpoint, thrown));
			}
			else if (!this.opened.isDone()) {
				connect(found, 0);
			}
		});
		return this.opened;
	}

	private void connect(List<InetAddress> addresses, int index) {
		long left = this.deadline.remaining().toMillis();
		int timeout = (int) Math.max(1, left / (addresses.size() - index));
		ChannelFuture connecting = new Bootstrap().group(this.loops.group())
			.channel(this.loops.channelType())
			.option(ChannelOption.TCP_NODELAY, true)
			.option(ChannelOption.SO_KEEPALIVE, true)
			.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, timeout)
			.handler(new Initializer())
			.connect(new InetSocketAddress(addresses.get(index), this.endpoint.port()));
		connecting.addListener((done) -> {
			if (done.isSuccess()) {
				// With TLS the channel is open when the handshake has ended.
				if (this.tls == null) {
					succeed(connecting.channel());
				}
			}
			else if (index + 1 < addresses.size() && !this.deadline.hasPassed()) {
				connect(addresses, index + 1);
			}
			else {
				fail(ConnectErrors.ofConnect(this.endpoint, this.connectTimeout, done.cause()));
			}
		});
	}

	private void succeed(Channel channel) {
		if (!this.opened.complete(channel)) {
			channel.close();
		}
	}

	private void fail(H2Error error) {
		this.opened.completeExceptionally(error.asException());
	}

	/** Cleartext starts with the protocol at once; TLS first lets ALPN choose it. */
	private final class Initializer extends ChannelInitializer<Channel> {

		@Override
		protected void initChannel(Channel channel) {
			TlsContext context = Connector.this.tls;
			if (context == null) {
				Connector.this.protocols.get(0).handlers().accept(channel.pipeline());
			}
			else {
				channel.pipeline().addLast(new RenegotiationGuard());
				channel.pipeline().addLast(context.handler(channel.alloc(), Connector.this.endpoint));
				channel.pipeline().addLast(new TlsOutcome(this::negotiated, this::failed));
			}
		}

		/** A server without ALPN is one of the time before HTTP/2. */
		private void negotiated(Channel channel, String chosen) {
			String name = chosen.isEmpty() ? ApplicationProtocol.HTTP_1_1 : chosen;
			for (ApplicationProtocol protocol : Connector.this.protocols) {
				if (protocol.name().equals(name)) {
					protocol.handlers().accept(channel.pipeline());
					succeed(channel);
					return;
				}
			}
			fail(ConnectErrors.ofAlpn(Connector.this.endpoint, chosen));
			channel.close();
		}

		private void failed(Throwable thrown) {
			fail(ConnectErrors.ofTls(Connector.this.endpoint, thrown));
		}

	}

}
