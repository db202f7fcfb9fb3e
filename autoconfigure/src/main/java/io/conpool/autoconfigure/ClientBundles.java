package io.conpool.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.conpool.error.InvalidSettingException;
import io.conpool.transport.TlsConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslOptions;

/**
 * The application's SSL bundles as clients have them, and whom to tell when one is
 * reloaded. Safe for use by several threads.
 */
final class ClientBundles {

	private static final Logger logger = LoggerFactory.getLogger(ClientBundles.class);

	private final @Nullable SslBundles bundles;

	// By bundle name. Spring Boot's handlers cannot be removed, so there is one per
	// bundle.
	private final Map<String, List<Consumer<TlsConfig>>> watchers = new ConcurrentHashMap<>();

	/**
	 * Takes the bundles.
	 * @param bundles knows them by their names, or null if there are none
	 */
	ClientBundles(@Nullable SslBundles bundles) {
		this.bundles = bundles;
	}

	/**
	 * A bundle as it is at present.
	 * @param name its name
	 * @return the bundle
	 * @throws InvalidSettingException if there is none of that name
	 */
	SslBundle bundle(String name) {
		if (this.bundles == null) {
			throw new InvalidSettingException("ssl.bundle", name, "SSL bundles to be auto-configured");
		}
		try {
			return this.bundles.getBundle(name);
		}
		catch (NoSuchSslBundleException ex) {
			List<String> known = this.bundles.getBundleNames().stream().sorted().toList();
			throw (InvalidSettingException) new InvalidSettingException("ssl.bundle", name,
					"the name of an SSL bundle below 'spring.ssl.bundle'; there "
							+ (known.isEmpty() ? "are none" : "are " + known))
				.initCause(ex);
		}
	}

	/**
	 * Has somebody told whenever a bundle is reloaded. What cannot be used is logged, and
	 * changes nothing.
	 * @param bundle the bundle; one that is not, or no longer, that of a name is never
	 * reloaded
	 * @param watcher takes the new configuration, on whatever thread reloads the bundle
	 * @return ends that
	 */
	Runnable watch(SslBundle bundle, Consumer<TlsConfig> watcher) {
		String name = name(bundle);
		if (name == null) {
			return () -> {
			};
		}
		List<Consumer<TlsConfig>> all = this.watchers.computeIfAbsent(name, this::handle);
		all.add(watcher);
		return () -> all.remove(watcher);
	}

	private @Nullable String name(SslBundle bundle) {
		SslBundles known = this.bundles;
		return (known == null) ? null
				: known.getBundleNames()
					.stream()
					.filter((name) -> known.getBundle(name) == bundle)
					.findFirst()
					.orElse(null);
	}

	private List<Consumer<TlsConfig>> handle(String name) {
		List<Consumer<TlsConfig>> all = new CopyOnWriteArrayList<>();
		if (this.bundles != null) {
			this.bundles.addBundleUpdateHandler(name, (bundle) -> reloaded(name, bundle, all));
		}
		return all;
	}

	private static void reloaded(String name, SslBundle bundle, List<Consumer<TlsConfig>> watchers) {
		try {
			TlsConfig tls = tls(bundle);
			watchers.forEach((watcher) -> watcher.accept(tls));
			logger.info("SSL bundle '{}' is reloaded", name);
		}
		catch (RuntimeException ex) {
			logger.warn("SSL bundle '{}' is reloaded but cannot be used; TLS stays as it was", name, ex);
		}
	}

	/**
	 * A bundle as the client has it.
	 * @param bundle the bundle
	 * @return whom to trust, and as whom to appear
	 * @throws InvalidSettingException if the bundle does not suit HTTP/2
	 */
	static TlsConfig tls(SslBundle bundle) {
		SslOptions options = bundle.getOptions();
		return new TlsConfig(bundle.getManagers().getKeyManagerFactory(), bundle.getManagers().getTrustManagerFactory(),
				listOr(TlsConfig.defaults().protocols(), options.getEnabledProtocols()),
				listOr(TlsConfig.defaults().ciphers(), options.getCiphers()));
	}

	private static List<String> listOr(List<String> fallback, String @Nullable [] values) {
		return (values != null) ? List.of(values) : fallback;
	}

}
