package io.conpool.transport;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Function;

import io.conpool.endpoint.AddressFilter;
import io.conpool.endpoint.AddressResolver;
import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2Error;
import io.conpool.error.InvalidSettingException;
import io.conpool.time.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Opens the channels of one client: its own are how they are opened, the TLS that they
 * speak, and what is known of addresses. What it runs on may serve other transports, too.
 * Safe for use by several threads.
 */
public final class Transport implements AutoCloseable {

	private final TransportResources resources;

	private final TransportConfig config;

	private final AddressBooks books;

	private final @Nullable Tunnel tunnel;

	private final List<String> alpn;

	private final Scheduler.Task ending;

	private volatile TlsContext tls;

	/**
	 * Makes a transport; nothing is opened yet.
	 * @param resources what it runs on; not stopped with it
	 * @param config how channels are opened
	 * @param tls whom TLS connections trust
	 * @param alpn what is offered by ALPN, the preferred protocol first
	 * @param resolver finds addresses, or null for the resources' own one
	 * @param filter says to which of them connections may be made, or null for all
	 * @throws io.conpool.error.InvalidSettingException if the proxy's handlers are not
	 * available, no TLS context can be made, or there is both a proxy and a filter: the
	 * proxy finds the addresses itself
	 */
	public Transport(TransportResources resources, TransportConfig config, TlsConfig tls, List<String> alpn,
			@Nullable AddressResolver resolver, @Nullable AddressFilter filter) {
		ProxyConfig proxy = config.proxy();
		if (proxy != null && filter != null) {
			throw new InvalidSettingException("transport.proxy.host", proxy.host(),
					"no proxy where there is an address filter, since the proxy finds the addresses");
		}
		this.resources = resources;
		this.config = config;
		this.alpn = List.copyOf(alpn);
		this.tls = new TlsContext(tls, config, this.alpn);
		this.tunnel = (proxy != null) ? tunnel(proxy) : null;
		AddressLookup lookup = new AddressLookup((resolver != null) ? resolver : resources.resolver(),
				(filter != null) ? filter : (address) -> true);
		this.books = new AddressBooks(resources.loops().group().next(), lookup, resources.scheduler(),
				config.addressRefresh(), () -> ThreadLocalRandom.current().nextDouble(), () -> this.tls);
		this.ending = scheduler().onStop(this.books::close);
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

	/**
	 * The clock and timer of everything that runs on this transport.
	 * @return the scheduler; it is stopped with the resources
	 */
	public Scheduler scheduler() {
		return this.resources.scheduler();
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
	 * {@link io.conpool.error.H2ClientException H2ClientException} of the group Connect,
	 * or {@link io.conpool.error.H2Error.ClientClosed} once the transport is closed; each
	 * step has its own bound
	 */
	public <S> CompletionStage<S> connect(Endpoint endpoint,
			Function<CompletableFuture<S>, List<ApplicationProtocol>> protocols, Consumer<String> onRetired) {
		CompletableFuture<S> ready = new CompletableFuture<>();
		boolean secure = endpoint.scheme() == Endpoint.Scheme.HTTPS;
		boolean straight = this.tunnel == null || !this.tunnel.leadsTo(endpoint.host());
		Way way = new Way(endpoint, secure ? this.tls : null, straight ? null : this.tunnel);
		Connector connector = new Connector(way, this.resources.loops(), this.config, scheduler(),
				protocols.apply(ready), (address) -> this.books.failed(endpoint, address));
		CompletableFuture<Connector.Opened> opened = connector.start();
		this.books.open(way, connector, new Booking(way.tls(), onRetired, connector::abandon), opened, ready);
		opened.whenComplete((result, thrown) -> {
			if (thrown != null) {
				ready.completeExceptionally(thrown);
			}
			else {
				// From here on the protocol says how it went; but whatever that does, a
				// dial ends with its channel.
				result.channel().closeFuture().addListener((closed) -> {
					if (!ready.isDone()) {
						ready.completeExceptionally(new H2Error.ConnectionLost(endpoint, false, null).asException());
					}
				});
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
	 * Closes the channels that are open and gives up those that are being opened, soon;
	 * nothing is opened any more.
	 */
	@Override
	public void close() {
		this.ending.cancel();
		this.books.close();
	}

}
