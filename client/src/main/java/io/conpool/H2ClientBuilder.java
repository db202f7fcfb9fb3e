package io.conpool;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;

import io.conpool.call.CallConfig;
import io.conpool.call.CallContext;
import io.conpool.call.CallListener;
import io.conpool.call.ContentDecoding;
import io.conpool.call.Routing;
import io.conpool.coding.ContentCodings;
import io.conpool.connection.http1.Http1Config;
import io.conpool.connection.http1.Http1ProtocolHandler;
import io.conpool.connection.http2.H2ConnectionListener;
import io.conpool.connection.http2.H2ProtocolHandler;
import io.conpool.connection.http2.Http2Config;
import io.conpool.endpoint.AddressFilter;
import io.conpool.endpoint.AddressResolver;
import io.conpool.http.H2Request;
import io.conpool.http.HttpConnection;
import io.conpool.http.RequestDefaults;
import io.conpool.pool.Conpool;
import io.conpool.pool.PoolConfig;
import io.conpool.pool.PoolListener;
import io.conpool.pool.ProtocolHandler;
import io.conpool.time.Scheduler;
import io.conpool.transport.TlsConfig;
import io.conpool.transport.Transport;
import io.conpool.transport.TransportConfig;
import org.jspecify.annotations.Nullable;

/**
 * Puts a client together: all at once with {@link #build()}, or part by part, so that
 * each can be replaced: {@link #protocolHandler()}, {@link #pool}, {@link #client}.
 * Confined to one thread.
 */
public final class H2ClientBuilder {

	private CallConfig call = CallConfig.defaults();

	private PoolConfig pool = PoolConfig.defaults();

	private Http2Config http2 = Http2Config.defaults();

	private TransportConfig transport = TransportConfig.defaults();

	private TlsConfig tls = TlsConfig.defaults();

	private HttpProtocol protocol = HttpProtocol.H2;

	private @Nullable ClientResources resources;

	private @Nullable AddressResolver resolver;

	private @Nullable AddressFilter addressFilter;

	private @Nullable Executor callbackExecutor;

	private Function<Conpool<?>, Routing> routing = (pool) -> Routing.direct();

	private RequestDefaults defaults = RequestDefaults.none();

	private final List<PoolListener> poolListeners = new ArrayList<>();

	private final List<H2ConnectionListener> connectionListeners = new ArrayList<>();

	private final List<CallListener> callListeners = new ArrayList<>();

	H2ClientBuilder() {
	}

	/**
	 * A builder that begins with what is set here.
	 * @return a new builder; from now on the two do not know each other
	 */
	public H2ClientBuilder copy() {
		H2ClientBuilder copy = new H2ClientBuilder().config(config());
		copy.resources = this.resources;
		copy.resolver = this.resolver;
		copy.addressFilter = this.addressFilter;
		copy.callbackExecutor = this.callbackExecutor;
		copy.routing = this.routing;
		copy.defaults = this.defaults;
		copy.poolListeners.addAll(this.poolListeners);
		copy.connectionListeners.addAll(this.connectionListeners);
		copy.callListeners.addAll(this.callListeners);
		return copy;
	}

	/**
	 * Sets everything that can be set about a client.
	 * @param config the configuration
	 * @return this
	 */
	public H2ClientBuilder config(H2ClientConfig config) {
		return call(config.call()).pool(config.pool())
			.http2(config.http2())
			.transport(config.transport())
			.tls(config.tls())
			.protocol(config.protocol());
	}

	/**
	 * What is set at present.
	 * @return the configuration
	 */
	public H2ClientConfig config() {
		return new H2ClientConfig(this.call, this.pool, this.http2, this.transport, this.tls, this.protocol);
	}

	/**
	 * Sets how calls are led.
	 * @param config the configuration
	 * @return this
	 */
	public H2ClientBuilder call(CallConfig config) {
		this.call = config;
		return this;
	}

	/**
	 * Sets how connections are pooled.
	 * @param config the configuration
	 * @return this
	 */
	public H2ClientBuilder pool(PoolConfig config) {
		this.pool = config;
		return this;
	}

	/**
	 * Sets the client's SETTINGS and limits.
	 * @param config the configuration
	 * @return this
	 */
	public H2ClientBuilder http2(Http2Config config) {
		this.http2 = config;
		return this;
	}

	/**
	 * Sets how channels are opened.
	 * @param config the configuration
	 * @return this
	 */
	public H2ClientBuilder transport(TransportConfig config) {
		this.transport = config;
		return this;
	}

	/**
	 * Sets whom TLS connections trust; {@link HttpProtocolHandler#updateTls} changes it
	 * while the client runs.
	 * @param config the configuration
	 * @return this
	 */
	public H2ClientBuilder tls(TlsConfig config) {
		this.tls = config;
		return this;
	}

	/**
	 * Sets which versions of HTTP are spoken; HTTP/2 alone by default. In HTTP/1.1 the
	 * limits of responses are those of the {@link Http2Config}.
	 * @param protocol the versions
	 * @return this
	 */
	public H2ClientBuilder protocol(HttpProtocol protocol) {
		this.protocol = protocol;
		return this;
	}

	/**
	 * Sets whose threads are used; threads of the client's own by default, which end with
	 * it. {@link TransportConfig#type()}, {@link TransportConfig#eventLoopThreads()} and
	 * {@link TransportConfig#resolver()} are then the resources', whatever is set here.
	 * @param shared the resources, to be closed after the client
	 * @return this
	 */
	public H2ClientBuilder resources(ClientResources shared) {
		this.resources = shared;
		return this;
	}

	/**
	 * Sets how hosts are resolved; by default as {@link TransportConfig#resolver()} says,
	 * or as the {@link #resources} do it.
	 * @param resolver the resolver
	 * @return this
	 */
	public H2ClientBuilder resolver(AddressResolver resolver) {
		this.resolver = resolver;
		return this;
	}

	/**
	 * Sets to which addresses connections may be made; to all by default. A host of which
	 * no address is permitted ends the call with
	 * {@link io.conpool.error.H2Error.AddressesRefused}.
	 * @param filter the filter; not together with a proxy, which finds the addresses
	 * itself
	 * @return this
	 */
	public H2ClientBuilder addressFilter(AddressFilter filter) {
		this.addressFilter = filter;
		return this;
	}

	/**
	 * Sets who runs what depends on the futures of {@link H2Client#sendAsync}; by default
	 * threads of the client's own, or those of the {@link #resources}.
	 * @param executor the executor; not stopped with the client
	 * @return this
	 */
	public H2ClientBuilder callbackExecutor(Executor executor) {
		this.callbackExecutor = executor;
		return this;
	}

	/**
	 * Sets what relative URIs are relative to; none by default, so that every URI must be
	 * absolute. The path and query of a relative URI are put behind the base's path, with
	 * one slash between them: {@code orders/1} and {@code /orders/1} alike become
	 * {@code https://host/api/orders/1} with the base {@code https://host/api}. Dot
	 * segments stay as they are.
	 * @param uri absolute http or https URI without query and fragment
	 * @return this
	 * @throws IllegalArgumentException if it is another URI
	 */
	public H2ClientBuilder baseUri(URI uri) {
		this.defaults = this.defaults.withBaseUri(uri);
		return this;
	}

	/**
	 * Adds a field that every request gets which has none of that name, to whatever
	 * origin it goes; a name that is added twice has both values. An
	 * {@code accept-encoding} here means what it means in a request: responses are not
	 * decoded.
	 * @param name the name; sent in lower case
	 * @param value the value
	 * @return this
	 * @throws IllegalArgumentException as {@link H2Request.Builder#header}, and for
	 * {@code content-length} and {@code expect}
	 */
	public H2ClientBuilder defaultHeader(String name, String value) {
		this.defaults = this.defaults.withHeader(name, value);
		return this;
	}

	/**
	 * Sets who chooses where requests go; {@link Routing#direct()} by default.
	 * @param routing asked before every attempt of a call
	 * @return this
	 */
	public H2ClientBuilder routing(Routing routing) {
		return routing((pool) -> routing);
	}

	/**
	 * Sets who chooses where requests go, of a routing that looks at the pool: its
	 * numbers say which endpoints cannot be reached, and it can be told which ones are
	 * gone.
	 * @param routing makes the routing of a client over its pool, once for each client
	 * that is built
	 * @return this
	 */
	public H2ClientBuilder routing(Function<Conpool<?>, Routing> routing) {
		this.routing = routing;
		return this;
	}

	/**
	 * Adds a listener to the pool.
	 * @param listener the listener
	 * @return this
	 */
	public H2ClientBuilder poolListener(PoolListener listener) {
		this.poolListeners.add(listener);
		return this;
	}

	/**
	 * Adds a listener to the connections.
	 * @param listener the listener
	 * @return this
	 */
	public H2ClientBuilder connectionListener(H2ConnectionListener listener) {
		this.connectionListeners.add(listener);
		return this;
	}

	/**
	 * Adds a listener to the calls.
	 * @param listener the listener
	 * @return this
	 */
	public H2ClientBuilder callListener(CallListener listener) {
		this.callListeners.add(listener);
		return this;
	}

	/**
	 * Makes the handler, which opens connections, and owns the threads if they are not
	 * shared.
	 * @return a new handler; to be closed after the pool
	 * @throws io.conpool.error.InvalidSettingException if something that is set cannot be
	 * had, or not together
	 */
	public HttpProtocolHandler protocolHandler() {
		ClientResources shared = this.resources;
		return (shared != null) ? protocolHandler(shared, () -> {
		}) : withOwnResources((own) -> protocolHandler(own, own::close));
	}

	private HttpProtocolHandler protocolHandler(ClientResources threads, Runnable onClose) {
		Transport opened = new Transport(threads.transport(), this.transport, this.tls, this.protocol.alpn(),
				this.resolver, this.addressFilter);
		H2ConnectionListener listener = H2ConnectionListener.all(this.connectionListeners);
		Http1Config http1 = new Http1Config(this.http2.maxHeaderListSize(), this.http2.maxResponseBodySize(),
				this.http2.initialWindowSize());
		return new HttpProtocolHandler(this.protocol, opened, new H2ProtocolHandler(opened, this.http2, listener),
				new Http1ProtocolHandler(opened, http1, listener), onClose);
	}

	/** What is made over threads of its own is to end them; if it fails, they end now. */
	private <T> T withOwnResources(Function<ClientResources, T> made) {
		ClientResources own = ClientResources.builder()
			.transport(this.transport)
			.resolver(this.resolver)
			.callbackExecutor(this.callbackExecutor)
			.start();
		try {
			return made.apply(own);
		}
		catch (RuntimeException | Error ex) {
			own.close();
			throw ex;
		}
	}

	/**
	 * Makes a pool.
	 * @param <S> the state of one connection
	 * @param handler asked for everything that depends on the protocol
	 * @param scheduler gives the time: {@link HttpProtocolHandler#scheduler()}
	 * @return a new pool; to be closed before the handler
	 */
	public <S> Conpool<S> pool(ProtocolHandler<S> handler, Scheduler scheduler) {
		return new Conpool<>(handler, this.pool, scheduler, PoolListener.all(this.poolListeners));
	}

	/**
	 * Makes a client over a pool that stays open when the client is closed.
	 * @param <S> the connections
	 * @param connections lends them
	 * @param scheduler keeps the deadlines: {@link HttpProtocolHandler#scheduler()}
	 * @return a new client
	 */
	public <S extends HttpConnection> H2Client client(Conpool<S> connections, Scheduler scheduler) {
		ClientResources shared = this.resources;
		Executor callbacks = (this.callbackExecutor != null || shared == null) ? this.callbackExecutor
				: shared.callbacks();
		if (callbacks != null) {
			return client(connections, scheduler, callbacks, () -> {
			});
		}
		CallbackThreads own = CallbackThreads.start();
		return client(connections, scheduler, own, own::shutdown);
	}

	/**
	 * Makes a client with a pool of its own, which ends with it, and so do its threads if
	 * they are not shared.
	 * @return a new client
	 * @throws io.conpool.error.InvalidSettingException if something that is set cannot be
	 * had, or not together
	 */
	public H2Client build() {
		ClientResources shared = this.resources;
		return (shared != null) ? build(shared, () -> {
		}) : withOwnResources((own) -> build(own, own::close));
	}

	private H2Client build(ClientResources threads, Runnable onClose) {
		HttpProtocolHandler handler = protocolHandler(threads, onClose);
		Conpool<HttpConnection> connections = pool(handler, handler.scheduler());
		Executor callbacks = (this.callbackExecutor != null) ? this.callbackExecutor : threads.callbacks();
		return client(connections, handler.scheduler(), callbacks, () -> {
			connections.close();
			handler.close();
		});
	}

	private <S extends HttpConnection> H2Client client(Conpool<S> connections, Scheduler scheduler, Executor executor,
			Runnable onClose) {
		List<CallListener> listeners = new ArrayList<>(this.callListeners);
		listeners.add(new UnreadContentLogger());
		CallContext<S> context = new CallContext<>(connections, this.call, this.routing.apply(connections),
				CallListener.all(listeners), executor, scheduler);
		ContentDecoding decoding = new ContentDecoding(this.call.decompression(), ContentCodings.available(), executor);
		return new PooledH2Client<>(connections, context, this.defaults, decoding, executor, onClose);
	}

}
