package io.conpool.transport;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import io.conpool.endpoint.AddressResolver;
import io.conpool.endpoint.Endpoint;
import io.conpool.time.Scheduler;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/**
 * Opens channels, and owns what they run on: event loops, timer and resolver threads, all
 * of them daemons. Safe for use by several threads.
 */
public final class Transport implements AutoCloseable {

	private final TransportConfig config;

	private final EventLoops loops;

	private final TlsContext tls;

	private final WheelScheduler scheduler = new WheelScheduler();

	private final JdkAddressResolver ownResolver = new JdkAddressResolver();

	private final AddressResolver resolver;

	/**
	 * Starts the event loops.
	 * @param config how channels are opened
	 * @param tls whom TLS connections trust
	 * @param resolver finds addresses, or null for the JDK's resolver
	 * @param alpn what is offered by ALPN, the preferred protocol first
	 * @throws io.conpool.error.InvalidSettingException if the transport type is not
	 * available or no TLS context can be made
	 */
	public Transport(TransportConfig config, TlsConfig tls, @Nullable AddressResolver resolver, List<String> alpn) {
		this.config = config;
		this.tls = new TlsContext(tls, config, alpn);
		this.resolver = (resolver != null) ? resolver : this.ownResolver;
		this.loops = EventLoops.start(config);
	}

	/**
	 * The clock and timer of everything that runs on this transport.
	 * @return the scheduler; it is stopped with the transport
	 */
	public Scheduler scheduler() {
		return this.scheduler;
	}

	/**
	 * Opens a channel and makes a connection of it: DNS, TCP, for https TLS, by whose
	 * ALPN the server chooses the protocol.
	 * @param <S> the connection
	 * @param endpoint where to
	 * @param protocols makes the protocols that may be spoken, as ALPN offers them, each
	 * of which completes the future with its connection; in cleartext the first is spoken
	 * @return completes with the connection, or with an
	 * {@link io.conpool.error.H2ClientException H2ClientException} of the group Connect;
	 * each step has its own bound
	 */
	public <S> CompletionStage<S> connect(Endpoint endpoint,
			Function<CompletableFuture<S>, List<ApplicationProtocol>> protocols) {
		CompletableFuture<S> ready = new CompletableFuture<>();
		open(endpoint, protocols.apply(ready)).whenComplete((channel, thrown) -> {
			if (thrown != null) {
				ready.completeExceptionally(thrown);
			}
		});
		return ready;
	}

	private CompletableFuture<Channel> open(Endpoint endpoint, List<ApplicationProtocol> protocols) {
		boolean secure = endpoint.scheme() == Endpoint.Scheme.HTTPS;
		CompletableFuture<List<InetAddress>> addresses = this.resolver.resolve(endpoint.host()).toCompletableFuture();
		return new Connector(endpoint, this.loops, secure ? this.tls : null, this.config.connectTimeout(),
				this.scheduler, protocols)
			.open(addresses);
	}

	/**
	 * Stops the threads, within two seconds in the background; connections that are still
	 * open are closed.
	 */
	@Override
	public void close() {
		this.scheduler.stop();
		this.ownResolver.stop();
		this.loops.stop();
	}

}
