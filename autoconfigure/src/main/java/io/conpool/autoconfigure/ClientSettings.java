package io.conpool.autoconfigure;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.conpool.ClientResources;
import io.conpool.H2Client;
import io.conpool.H2ClientBuilder;
import io.conpool.endpoint.Endpoint;
import io.conpool.error.InvalidSettingException;
import io.conpool.transport.TlsConfig;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;

/**
 * The settings of all clients by their names, from properties and connection details.
 * They are checked here, so that the start fails for a value that a client cannot work
 * with, whether the client is ever used or not. Immutable.
 */
final class ClientSettings {

	private final Map<String, H2ClientProperties> properties = new LinkedHashMap<>();

	private final ClientBundles bundles;

	private final List<H2ClientConnectionDetails> connectionDetails;

	private final @Nullable ServiceRouting services;

	/**
	 * Takes the settings.
	 * @param defaults of the default client
	 * @param named of the others, by name
	 * @param bundles the SSL bundles
	 * @param connectionDetails go before the properties, the first one first
	 * @param services finds the instances of services, or null if nobody does
	 * @throws InvalidSettingException if a value is out of its range or an SSL bundle
	 * unknown
	 */
	ClientSettings(H2ClientProperties defaults, Map<String, H2ClientProperties> named, ClientBundles bundles,
			List<H2ClientConnectionDetails> connectionDetails, @Nullable ServiceRouting services) {
		this.properties.put(H2ClientRegistry.DEFAULT, defaults);
		this.properties.putAll(named);
		this.bundles = bundles;
		this.connectionDetails = connectionDetails;
		this.services = services;
		names().forEach(this::builder);
	}

	/**
	 * The names of all clients, the default one first.
	 * @return unmodifiable
	 */
	Set<String> names() {
		return Collections.unmodifiableSet(this.properties.keySet());
	}

	/**
	 * Fails unless there is such a client.
	 * @param client its name
	 * @throws IllegalArgumentException if there is none; the message lists those that
	 * there are
	 */
	void requireKnown(String client) {
		properties(client);
	}

	/**
	 * What is configured about a client.
	 * @param client its name
	 * @return its properties
	 * @throws IllegalArgumentException if there is no such client
	 */
	H2ClientProperties properties(String client) {
		H2ClientProperties known = this.properties.get(client);
		if (known == null) {
			throw new IllegalArgumentException("client: " + client + " (expected: one of " + names() + ")");
		}
		return known;
	}

	/**
	 * The SSL bundles that there are.
	 * @return the bundles
	 */
	ClientBundles bundles() {
		return this.bundles;
	}

	/**
	 * A builder with all settings of a client, its SSL bundle as it is at present.
	 * @param client its name
	 * @return a new builder
	 * @throws InvalidSettingException if a setting cannot be had
	 */
	H2ClientBuilder builder(String client) {
		return naming(client, () -> {
			SslBundle bundle = sslBundle(client);
			H2ClientBuilder builder = H2Client.builder()
				.config(new H2ClientPropertiesMapper(properties(client))
					.config((bundle != null) ? ClientBundles.tls(bundle) : TlsConfig.defaults()));
			BaseUrl baseUrl = baseUrl(client);
			if (baseUrl != null) {
				baseUrl.applyTo(builder, this.services);
				requireWarmable(baseUrl, properties(client).warmUp());
			}
			properties(client).headers().forEach((name, value) -> header(builder, name, value));
			return builder;
		});
	}

	private static void requireWarmable(BaseUrl baseUrl, WarmUp warmUp) {
		InvalidSettingException.require(baseUrl.endpoint() != null || warmUp == WarmUp.OFF, "warmUp", warmUp,
				"off for a client of a service, whose instances are found with its requests");
	}

	/** What is wrong is told by the name: a value may be a secret. */
	private static void header(H2ClientBuilder builder, String name, String value) {
		try {
			builder.defaultHeader(name, value);
		}
		catch (IllegalArgumentException ex) {
			throw (InvalidSettingException) new InvalidSettingException("headers", name,
					"header fields that every request can have")
				.initCause(ex);
		}
	}

	/**
	 * Starts threads for all clients.
	 * @return new threads
	 */
	ClientResources startThreads() {
		return ClientResources.start(builder(H2ClientRegistry.DEFAULT).config().transport());
	}

	/**
	 * Where the relative URIs of a client lead.
	 * @param client its name
	 * @return its base URL, or null if it has none
	 */
	@Nullable BaseUrl baseUrl(String client) {
		String url = url(client);
		return (url == null || url.isEmpty()) ? null : BaseUrl.parse(url);
	}

	/**
	 * Where connections of a client can be made to before its first request.
	 * @param client its name
	 * @return the endpoint, or null if none is known
	 */
	@Nullable Endpoint endpoint(String client) {
		BaseUrl baseUrl = baseUrl(client);
		return (baseUrl != null) ? baseUrl.endpoint() : null;
	}

	private @Nullable String url(String client) {
		for (H2ClientConnectionDetails details : this.connectionDetails) {
			String given = details.baseUrl(client);
			if (given != null) {
				return given;
			}
		}
		return properties(client).baseUrl();
	}

	/**
	 * Has somebody told whenever the SSL bundle of a client is reloaded.
	 * @param client the client's name
	 * @param watcher takes the new configuration
	 * @return ends that
	 */
	Runnable onTlsUpdate(String client, Consumer<TlsConfig> watcher) {
		SslBundle bundle = sslBundle(client);
		return (bundle != null) ? this.bundles.watch(bundle, watcher) : () -> {
		};
	}

	private @Nullable SslBundle sslBundle(String client) {
		for (H2ClientConnectionDetails details : this.connectionDetails) {
			SslBundle given = details.sslBundle(client);
			if (given != null) {
				return given;
			}
		}
		String name = properties(client).ssl().bundle();
		return (name == null || name.isEmpty()) ? null : this.bundles.bundle(name);
	}

	/**
	 * Does something about a client, and lets a setting that is refused for it be known
	 * by its path below the client's name.
	 * @param <T> what comes of it
	 * @param client the client's name
	 * @param action what to do
	 * @return what comes of it
	 */
	static <T> T naming(String client, Supplier<T> action) {
		try {
			return action.get();
		}
		catch (InvalidSettingException ex) {
			throw client.equals(H2ClientRegistry.DEFAULT) ? ex
					: (InvalidSettingException) new InvalidSettingException("clients." + client + "." + ex.setting(),
							ex.value(), ex.expected())
						.initCause(ex);
		}
	}

}
