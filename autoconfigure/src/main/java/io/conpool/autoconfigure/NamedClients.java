package io.conpool.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.conpool.H2Client;
import io.conpool.H2ClientBuilder;
import io.conpool.endpoint.AddressFilter;
import io.conpool.http.HttpConnection;
import io.conpool.pool.Conpool;
import io.conpool.transport.TlsConfig;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ssl.SslBundle;

/**
 * The registry. It owns the clients below {@code conpool.h2.clients} and all variants;
 * the default client is a bean, of which it is told. Safe for use by several threads.
 */
final class NamedClients implements H2ClientRegistry, DisposableBean {

	private final ClientBuilders builders;

	private final DefaultClient defaultClient;

	private final DefaultClientBeans defaultBeans;

	private final ObjectProvider<H2ClientDecorator> decorators;

	private final Map<String, RestartableClient> named = new LinkedHashMap<>();

	private final Map<String, ClientVariants> variants = new LinkedHashMap<>();

	private final ConcurrentMap<String, H2Client> decorated = new ConcurrentHashMap<>();

	/**
	 * Makes the registry; no client is started.
	 * @param builders makes the builders of the clients
	 * @param defaultClient makes the default client's parts
	 * @param defaultBeans the beans that are its parts
	 * @param decorators put something around the clients
	 */
	NamedClients(ClientBuilders builders, DefaultClient defaultClient, DefaultClientBeans defaultBeans,
			ObjectProvider<H2ClientDecorator> decorators) {
		this.builders = builders;
		this.defaultClient = defaultClient;
		this.defaultBeans = defaultBeans;
		this.decorators = decorators;
		for (String name : names()) {
			if (!name.equals(DEFAULT)) {
				RestartableClient client = new RestartableClient(name, () -> builders.builder(name, name));
				builders.settings().onTlsUpdate(name, client::updateTls);
				this.named.put(name, client);
			}
			this.variants.put(name, new ClientVariants(name, (as, variant) -> variantClient(name, as, variant)));
		}
	}

	/** Makes the default client's beans. */
	DefaultClient defaultClient() {
		return this.defaultClient;
	}

	@Override
	public Set<String> names() {
		return this.builders.settings().names();
	}

	@Override
	public H2Client client(String name) {
		this.builders.settings().requireKnown(name);
		RestartableClient client = this.named.get(name);
		if (client == null) {
			return this.defaultBeans.client();
		}
		H2Client known = this.decorated.get(name);
		if (known == null) {
			H2Client made = decorate(name, client);
			H2Client raced = this.decorated.putIfAbsent(name, made);
			known = (raced != null) ? raced : made;
		}
		return known;
	}

	/**
	 * Puts around a client what is to be around it.
	 * @param name the client's name
	 * @param client the client
	 * @return what is used in its place
	 */
	H2Client decorate(String name, H2Client client) {
		H2Client decorated = client;
		for (H2ClientDecorator decorator : this.decorators.orderedStream().toList()) {
			decorated = decorator.decorate(name, decorated);
		}
		return decorated;
	}

	@Override
	public H2Client plainClient(String name, ConnectionVariant variant) {
		this.builders.settings().requireKnown(name);
		if (!variant.equals(ConnectionVariant.NONE)) {
			return Objects.requireNonNull(this.variants.get(name)).client(variant);
		}
		RestartableClient client = this.named.get(name);
		return (client != null) ? client : plainDefaultClient();
	}

	private H2Client plainDefaultClient() {
		H2Client bean = this.defaultBeans.client();
		H2Client made = this.defaultClient.client();
		return (made != null) ? made : bean;
	}

	private ClientVariants.VariantClient variantClient(String name, String as, ConnectionVariant variant) {
		RestartableClient client = new RestartableClient(name, () -> builder(name, as, variant));
		return new ClientVariants.VariantClient(client, onTlsUpdate(name, variant, client::updateTls));
	}

	private Runnable onTlsUpdate(String name, ConnectionVariant variant, Consumer<TlsConfig> watcher) {
		SslBundle own = variant.sslBundle();
		if (own != null) {
			return this.builders.settings().bundles().watch(own, watcher);
		}
		boolean configured = !name.equals(DEFAULT) || this.defaultClient.isBuiltHere(this.defaultBeans.builder());
		return configured ? this.builders.settings().onTlsUpdate(name, watcher) : () -> {
		};
	}

	private H2ClientBuilder builder(String name, String as, ConnectionVariant variant) {
		H2ClientBuilder builder = name.equals(DEFAULT) ? this.defaultClient.newBuilder(this.defaultBeans.builder(), as)
				: this.builders.builder(name, as);
		SslBundle bundle = variant.sslBundle();
		if (bundle != null) {
			builder.tls(ClientBundles.tls(bundle));
		}
		AddressFilter filter = variant.addressFilter();
		if (filter != null) {
			builder.addressFilter(filter);
		}
		Duration connectTimeout = variant.connectTimeout();
		if (connectTimeout != null) {
			builder.transport(builder.config().transport().withConnectTimeout(connectTimeout));
		}
		return builder;
	}

	@Override
	public Map<String, Conpool<HttpConnection>> pools() {
		Map<String, Conpool<HttpConnection>> pools = new LinkedHashMap<>();
		this.variants.forEach((name, variants) -> {
			RestartableClient client = this.named.get(name);
			put(pools, name, (client != null) ? client.pool() : defaultPool());
			variants.all().forEach((as, variant) -> put(pools, as, variant.pool()));
		});
		return Collections.unmodifiableMap(pools);
	}

	private @Nullable Conpool<HttpConnection> defaultPool() {
		RestartableClient made = this.defaultClient.restartable();
		return (made != null) ? made.pool() : this.defaultBeans.poolIfMade();
	}

	private static void put(Map<String, Conpool<HttpConnection>> pools, String name,
			@Nullable Conpool<HttpConnection> pool) {
		if (pool != null) {
			pools.put(name, pool);
		}
	}

	/**
	 * Stops all clients, but for those that the application has made itself, and waits
	 * for their calls to end, not much longer than the longest drain timeout; then stops
	 * the threads.
	 */
	void stop() {
		close(restartables().stream().map(RestartableClient::stop));
		this.builders.threads().stop();
	}

	/** Lets clients start again, each with its next call. */
	void permitStart() {
		restartables().forEach(RestartableClient::permitStart);
	}

	@Override
	public void destroy() {
		this.variants.values().forEach(ClientVariants::close);
		close(restartables().stream().map(RestartableClient::end));
		this.builders.threads().stopRestarted();
	}

	private List<RestartableClient> restartables() {
		List<RestartableClient> all = new ArrayList<>(this.named.values());
		this.variants.values().forEach((variants) -> all.addAll(variants.all().values()));
		RestartableClient made = this.defaultClient.restartable();
		if (made != null) {
			all.add(made);
		}
		return all;
	}

	/** All at once, so that the longest drain timeout is the bound for all. */
	private static void close(Stream<Optional<RunningClient>> ended) {
		List<RunningClient> running = ended.flatMap(Optional::stream).toList();
		running.forEach(RunningClient::closeAsync);
		running.forEach(RunningClient::close);
	}

}
