package io.conpool.transport;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Function;

import io.conpool.endpoint.AddressResolver;
import io.conpool.endpoint.Endpoint;
import io.conpool.error.InvalidSettingException;
import io.conpool.time.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Opens channels, and owns what they run on: event loops, timer and resolver threads, all
 * of them daemons. Safe for use by several threads.
 */
public final class Transport implements AutoCloseable {

	private final TransportConfig config;

	private final EventLoops loops;

	private final WheelScheduler scheduler = new WheelScheduler();

	private final AddressResolver resolver;

	private final AddressBooks books;

	private final @Nullable Tunnel tunnel;

	private final List<String> alpn;

	private volatile TlsContext tls;

	/**
	 * Starts the event loops.
	 * @param config how channels are opened
	 * @param tls whom TLS connections trust
	 * @param resolver finds addresses, or null for the one that the configuration names
	 * @param alpn what is offered by ALPN, the preferred protocol first
	 * @throws io.conpool.error.InvalidSettingException if the transport type, the
	 * resolver or the proxy's handlers are not available, or no TLS context can be made
	 */
	public Transport(TransportConfig config, TlsConfig tls, @Nullable AddressResolver resolver, List<String> alpn) {
		this.config = config;
		this.alpn = List.copyOf(alpn);
		this.tls = new TlsContext(tls, config, this.alpn);
		this.tunnel = (config.proxy() != null) ? tunnel(config.proxy()) : null;
		this.loops = EventLoops.start(config);
		this.resolver = (resolver != null) ? resolver : startResolver();
		this.books = new AddressBooks(this.loops.group().next(), this.resolver, this.scheduler, config.addressRefresh(),
				() -> ThreadLocalRandom.current().nextDouble(), () -> this.tls);
	}

	private static Tunnel tunnel(ProxyConfig proxy) {
		try {
			return new Tunnel(proxy);
		}
		catch (LinkageError ex) {
			throw (InvalidSettingException) new InvalidSettingException("transport.proxy.type", proxy.type(),
					"netty-handler-proxy on the classpath")
				.initCause(ex);
		}
	}

	private OwnResolver startResolver() {
		if (this.config.resolver() == ResolverType.JDK) {
			return new JdkAddressResolver();
		}
		try {
			return DnsAddressResolver.start(this.loops);
		}
		catch (RuntimeException ex) {
			this.loops.stop();
			throw ex;
		}
	}

	/**
	 * The clock and timer of everything that runs on this transport.
	 * @return the scheduler; it is stopped with the transport
	 */
	public Scheduler scheduler() {
		return this.scheduler;
	}

	/**
	 * Opens a channel and makes a connection of it: DNS, TCP, the proxy's tunnel where
	 * there is one, and for https TLS, by whose ALPN the server chooses the protocol. All
	 * addresses of the host are tried, those with the fewest connections first, those
	 * that have failed lately last.
	 * @param <S> the connection
	 * @param endpoint where to
	 * @param protocols makes the protocols that may be spoken, as ALPN offers them, each
	 * of which completes the future with its connection, or with why there is none: then
	 * the address has failed; in cleartext the first is spoken
	 * @param onRetired told, on the event loop and at most once, that the connection
	 * should not be used any more, and why: its address is not the host's any more, or
	 * TLS is configured anew; not before it is ready
	 * @return completes with the connection, or with an
	 * {@link io.conpool.error.H2ClientException H2ClientException} of the group Connect;
	 * each step has its own bound
	 */
	public <S> CompletionStage<S> connect(Endpoint endpoint,
			Function<CompletableFuture<S>, List<ApplicationProtocol>> protocols, Consumer<String> onRetired) {
		CompletableFuture<S> ready = new CompletableFuture<>();
		boolean secure = endpoint.scheme() == Endpoint.Scheme.HTTPS;
		boolean straight = this.tunnel == null || !this.tunnel.leadsTo(endpoint.host());
		Way way = new Way(endpoint, secure ? this.tls : null, straight ? null : this.tunnel);
		Connector connector = new Connector(way, this.loops, this.config, this.scheduler, protocols.apply(ready),
				(address) -> this.books.failed(endpoint, address));
		CompletableFuture<Connector.Opened> opened = connector.start();
		this.books.open(way, connector, new Booking(way.tls(), onRetired), opened, ready);
		opened.whenComplete((channel, thrown) -> {
			if (thrown != null) {
				ready.completeExceptionally(thrown);
			}
		});
		return ready;
	}

	/**
	 * Configures TLS anew: connections that are made from now on trust, and appear as,
	 * what is given here; those that were made before are retired.
	 * @param config whom TLS connections trust
	 * @throws io.conpool.error.InvalidSettingException if no TLS context can be made;
	 * then nothing changes
	 */
	public void updateTls(TlsConfig config) {
		this.tls = new TlsContext(config, this.config, this.alpn);
		this.books.tlsChanged();
	}

	/**
	 * Stops the threads, within two seconds in the background; connections that are still
	 * open are closed.
	 */
	@Override
	public void close() {
		this.scheduler.stop();
		if (this.resolver instanceof OwnResolver own) {
			own.stop();
		}
		this.loops.stop();
	}

}
