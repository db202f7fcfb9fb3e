package io.conpool.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2Error;
import io.conpool.time.Scheduler;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/**
 * Opens one channel: lets the addresses race, asks the proxy for a tunnel where there is
 * one, then leads the TLS handshake. Confined to the event loop that it has chosen for
 * the channel, but for {@link #start}, {@link #connect}, {@link #fail} and
 * {@link #abandon}.
 */
final class Connector {

	private final Way way;

	private final Endpoint endpoint;

	private final EventLoops loops;

	private final EventLoop loop;

	private final TransportConfig config;

	private final Scheduler scheduler;

	private final List<ApplicationProtocol> protocols;

	private final Consumer<InetAddress> onFailed;

	private final CompletableFuture<Opened> opened = new CompletableFuture<>();

	private Scheduler.Task timeout = () -> {
	};

	private @Nullable ConnectRace race;

	/**
	 * What comes of it.
	 *
	 * @param channel its pipeline ends in the protocol's handlers
	 * @param address where it leads to
	 */
	record Opened(Channel channel, InetAddress address) {
	}

	/**
	 * Makes a connector.
	 * @param way how the endpoint is reached
	 * @param loops the event loops to choose from
	 * @param config how channels are opened
	 * @param scheduler keeps the time
	 * @param protocols what may be spoken; in cleartext the first is
	 * @param onFailed told of addresses that are of no use at present, on the event loop
	 */
	Connector(Way way, EventLoops loops, TransportConfig config, Scheduler scheduler,
			List<ApplicationProtocol> protocols, Consumer<InetAddress> onFailed) {
		this.way = way;
		this.endpoint = way.endpoint();
		this.loops = loops;
		this.loop = loops.group().next();
		this.config = config;
		this.scheduler = scheduler;
		this.protocols = protocols;
		this.onFailed = onFailed;
	}

	/**
	 * Completes with a channel, on its event loop, or with an error. The time counts from
	 * here; resolution is the first step.
	 */
	CompletableFuture<Opened> start() {
		Duration limit = this.config.connectTimeout();
		Runnable timedOut = () -> stop(new H2Error.ConnectionTimeout(this.endpoint, limit));
		onLoop(() -> this.timeout = this.scheduler.schedule(() -> onLoop(timedOut), limit));
		return this.opened;
	}

	/** The addresses, each once, in the order in which they are to be tried. */
	void connect(List<InetAddress> addresses) {
		onLoop(() -> {
			if (!this.opened.isDone()) {
				this.race = new ConnectRace(addresses, this::connect, this.config.connectionAttemptDelay(),
						this.scheduler, this.loop, new RaceOutcome());
				this.race.start();
			}
		});
	}

	/** There is nowhere to connect to. */
	void fail(Throwable thrown) {
		if (this.opened.completeExceptionally(thrown)) {
			onLoop(() -> this.timeout.cancel());
		}
	}

	private void fail(H2Error error) {
		fail(error.asException());
	}

	/** The transport is closed. */
	void abandon() {
		onLoop(() -> stop(new H2Error.ClientClosed()));
	}

	private void stop(H2Error error) {
		fail(error);
		if (this.race != null) {
			this.race.stop();
		}
	}

	private void onLoop(Runnable task) {
		try {
			this.loop.execute(task);
		}
		catch (RejectedExecutionException ex) {
			// The threads are stopped.
			this.opened.completeExceptionally(new H2Error.ClientClosed().asException());
		}
	}

	private ChannelFuture connect(InetAddress address) {
		// The time is kept here, for all steps together.
		Bootstrap bootstrap = new Bootstrap().group(this.loop)
			.channel(this.loops.channelType())
			.option(ChannelOption.TCP_NODELAY, true)
			.option(ChannelOption.SO_KEEPALIVE, true)
			.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0)
			.disableResolver();
		Tunnel tunnel = this.way.tunnel();
		return (tunnel != null) ? bootstrap.handler(tunnel.entrance(address)).connect(Tunnel.destination(this.endpoint))
				: bootstrap.handler(new Straight()).connect(new InetSocketAddress(address, this.endpoint.port()));
	}

	/** The winner's handlers are added when it has won. */
	private static final class Straight extends ChannelInitializer<Channel> {

		@Override
		protected void initChannel(Channel channel) {
		}

	}

	private final class RaceOutcome implements ConnectRace.Listener {

		@Override
		public void failed(InetAddress address) {
			Connector.this.onFailed.accept(address);
		}

		@Override
		public void lost(Throwable last) {
			fail(new H2Error.ConnectionFailed(Connector.this.endpoint, last));
		}

		@Override
		public void won(InetAddress address, Channel channel) {
			Tunnel tunnel = Connector.this.way.tunnel();
			Handshakes handshakes = new Handshakes(channel, address);
			if (tunnel != null) {
				channel.pipeline().addLast(tunnel.exit(handshakes::reached, handshakes::refused));
			}
			else {
				handshakes.reached();
			}
		}

	}

	/** From the connected channel to one whose protocol is agreed on. */
	private final class Handshakes {

		private final InetAddress address;

		private final Channel channel;

		Handshakes(Channel channel, InetAddress address) {
			this.channel = channel;
			this.address = address;
			// Time is up, or another step has failed.
			Connector.this.opened.whenComplete((done, thrown) -> {
				if (thrown != null) {
					channel.close();
				}
			});
		}

		/** Cleartext starts with the protocol at once; TLS first lets ALPN choose it. */
		void reached() {
			Connector.this.timeout.cancel();
			TlsContext context = Connector.this.way.tls();
			if (context == null) {
				start(Connector.this.protocols.get(0));
			}
			else {
				this.channel.pipeline().addLast(new RenegotiationGuard());
				this.channel.pipeline().addLast(context.handler(this.channel.alloc(), Connector.this.endpoint));
				this.channel.pipeline().addLast(new TlsOutcome((channel, chosen) -> negotiated(chosen), this::failed));
			}
		}

		void refused(Throwable thrown) {
			Connector.this.onFailed.accept(this.address);
			fail(Tunnel.error(Connector.this.endpoint, Connector.this.way.host(), thrown));
		}

		/** A server without ALPN is one of the time before HTTP/2. */
		private void negotiated(String chosen) {
			String name = chosen.isEmpty() ? ApplicationProtocol.HTTP_1_1 : chosen;
			for (ApplicationProtocol protocol : Connector.this.protocols) {
				if (protocol.name().equals(name)) {
					start(protocol);
					return;
				}
			}
			fail(ConnectErrors.ofAlpn(Connector.this.endpoint, chosen));
			this.channel.close();
		}

		private void failed(Throwable thrown) {
			Connector.this.onFailed.accept(this.address);
			fail(ConnectErrors.ofTls(Connector.this.endpoint, thrown));
		}

		private void start(ApplicationProtocol protocol) {
			if (!Connector.this.opened.isDone()) {
				protocol.handlers().accept(this.channel.pipeline());
				Connector.this.opened.complete(new Opened(this.channel, this.address));
			}
		}

	}

}
