package io.conpool.autoconfigure;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;

import io.conpool.autoconfigure.testsupport.SelfSigned;
import io.conpool.call.Routing;
import io.conpool.error.InvalidSettingException;
import io.conpool.transport.TlsConfig;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslManagerBundle;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ClientSettingsTests {

	private final DefaultSslBundleRegistry bundles = new DefaultSslBundleRegistry("test",
			SelfSigned.bundle(SslOptions.NONE));

	@Test
	void theDefaultClientComesFirst() {
		assertThat(settings(Map.of("conpool.h2.clients.orders.base-url", "https://orders.example.org")).names())
			.containsExactly("default", "orders");
	}

	@Test
	void anUnknownNameIsRefusedWithThoseThatThereAre() {
		ClientSettings settings = settings(Map.of("conpool.h2.clients.orders.protocol", "auto"));
		assertThatIllegalArgumentException().isThrownBy(() -> settings.requireKnown("ordres"))
			.withMessage("client: ordres (expected: one of [default, orders])");
	}

	@Test
	void aWrongValueOfANamedClientIsRefusedBelowItsName() {
		assertThatExceptionOfType(InvalidSettingException.class)
			.isThrownBy(() -> settings(Map.of("conpool.h2.clients.orders.pool.max-connections", "0")))
			.satisfies((ex) -> assertThat(ex.setting()).isEqualTo("clients.orders.pool.maxConnections"));
	}

	@Test
	void keysAndTrustOfTheSslBundleAreUsed() {
		SslManagerBundle managers = SelfSigned.bundle(SslOptions.NONE).getManagers();
		KeyManagerFactory keyManagers = managers.getKeyManagerFactory();
		TrustManagerFactory trustManagers = managers.getTrustManagerFactory();
		this.bundles.registerBundle("given",
				SslBundle.of(null, null, null, null, SslManagerBundle.of(keyManagers, trustManagers)));
		TlsConfig tls = settings(Map.of("conpool.h2.ssl.bundle", "given")).builder("default").config().tls();
		assertThat(tls.keyManagers()).isSameAs(keyManagers);
		assertThat(tls.trustManagers()).isSameAs(trustManagers);
		assertThat(tls.protocols()).isEqualTo(TlsConfig.defaults().protocols());
		assertThat(tls.ciphers()).isEqualTo(TlsConfig.defaults().ciphers());
	}

	@Test
	void protocolsAndCiphersOfTheSslBundleAreUsed() {
		this.bundles.registerBundle("strict", SelfSigned
			.bundle(SslOptions.of(new String[] { "TLS_AES_128_GCM_SHA256" }, new String[] { "TLSv1.3" })));
		ClientSettings settings = settings(Map.of("conpool.h2.ssl.bundle", "test", //
				"conpool.h2.clients.orders.ssl.bundle", "strict"));
		assertThat(settings.builder("orders").config().tls().protocols()).containsExactly("TLSv1.3");
		assertThat(settings.builder("orders").config().tls().ciphers()).containsExactly("TLS_AES_128_GCM_SHA256");
		assertThat(settings.builder("default").config().tls().ciphers()).isEmpty();
	}

	@Test
	void anEmptyBundleNameMeansNone() {
		assertThat(settings(Map.of("conpool.h2.ssl.bundle", "")).builder("default").config().tls())
			.isEqualTo(TlsConfig.defaults());
	}

	@Test
	void anUnknownSslBundleIsRefusedWithThoseThatThereAre() {
		assertThatExceptionOfType(InvalidSettingException.class)
			.isThrownBy(() -> settings(Map.of("conpool.h2.clients.orders.ssl.bundle", "tset")))
			.withMessage(
					"clients.orders.ssl.bundle: tset (expected: the name of an SSL bundle below 'spring.ssl.bundle'; "
							+ "there are [test])");
	}

	@Test
	void anSslBundleIsRefusedIfThereAreNone() {
		Map<String, String> properties = Map.of("conpool.h2.ssl.bundle", "test");
		assertThatExceptionOfType(InvalidSettingException.class)
			.isThrownBy(() -> settings(properties, new DefaultSslBundleRegistry(), List.of()))
			.withMessageContaining("there are none");
		assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(() -> settings(properties, null, List.of()))
			.withMessageContaining("ssl.bundle: test");
	}

	@Test
	void aReloadedBundleIsHandedOnToThoseWhoHaveIt() {
		this.bundles.registerBundle("other", SelfSigned.bundle(SslOptions.NONE));
		ClientSettings settings = settings(Map.of("conpool.h2.ssl.bundle", "test", //
				"conpool.h2.clients.orders.ssl.bundle", "other"));
		List<TlsConfig> updates = new ArrayList<>();
		settings.onTlsUpdate("default", updates::add);
		settings.onTlsUpdate("orders", (update) -> {
			throw new AssertionError("another bundle");
		});
		this.bundles.updateBundle("test", SelfSigned.bundle(SslOptions.of(null, new String[] { "TLSv1.3" })));
		assertThat(updates).singleElement()
			.satisfies((update) -> assertThat(update.protocols()).containsExactly("TLSv1.3"));
	}

	@Test
	void aReloadedBundleThatCannotBeUsedHarmsNobody() {
		List<TlsConfig> updates = new ArrayList<>();
		settings(Map.of("conpool.h2.ssl.bundle", "test")).onTlsUpdate("default", updates::add);
		this.bundles.updateBundle("test", SelfSigned.bundle(SslOptions.of(null, new String[] { "TLSv1.1" })));
		assertThat(updates).isEmpty();
		this.bundles.updateBundle("test", SelfSigned.bundle(SslOptions.NONE));
		assertThat(updates).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "orders.example.org", "ftp://orders.example.org", "https://user@orders.example.org",
			"https://orders.example.org?a=b", "https://orders.example.org#a", "https:///orders", "https://a b",
			"lb:orders", "lb:///orders", "lb://orders:8080", "lb://user@orders", "lb://orders?a=b" })
	void whatIsNoBaseUrlIsRefused(String url) {
		assertThatExceptionOfType(InvalidSettingException.class)
			.isThrownBy(() -> settings(Map.of("conpool.h2.clients.orders.base-url", url)))
			.satisfies((ex) -> assertThat(ex.setting()).isEqualTo("clients.orders.baseUrl"));
	}

	@Test
	void aServiceNeedsSomebodyWhoFindsItsInstances() {
		assertThatExceptionOfType(InvalidSettingException.class)
			.isThrownBy(() -> settings(Map.of("conpool.h2.clients.orders.base-url", "lb://orders/api")))
			.satisfies((ex) -> assertThat(ex.setting()).isEqualTo("clients.orders.baseUrl"))
			.withMessageContaining("lb://orders")
			.withMessageContaining("spring-cloud-starter-loadbalancer");
	}

	@Test
	void aServicesNameStandsForTheHost() {
		ClientSettings settings = settings(Map.of("conpool.h2.base-url", "LB://Orders/api"), this.bundles, List.of(),
				(service, pool) -> Routing.direct());
		assertThat(settings.baseUrl("default")).isEqualTo(new BaseUrl(URI.create("http://Orders/api"), "Orders"));
		assertThat(settings.endpoint("default")).isNull();
	}

	@Test
	void aServicesClientIsNotWarmedUp() {
		assertThatExceptionOfType(InvalidSettingException.class)
			.isThrownBy(() -> settings(Map.of("conpool.h2.base-url", "lb://orders", "conpool.h2.warm-up", "require"),
					this.bundles, List.of(), (service, pool) -> Routing.direct()))
			.satisfies((ex) -> assertThat(ex.setting()).isEqualTo("warmUp"));
	}

	@Test
	void theQueryOfABaseUrlIsNotShown() {
		assertThatExceptionOfType(InvalidSettingException.class)
			.isThrownBy(() -> settings(Map.of("conpool.h2.base-url", "https://orders.example.org?token=s3cret")))
			.withMessageNotContaining("s3cret");
	}

	@Test
	void connectionDetailsGoBeforeProperties() {
		SslBundle given = SelfSigned.bundle(SslOptions.of(null, new String[] { "TLSv1.3" }));
		H2ClientConnectionDetails ofOrders = new H2ClientConnectionDetails() {

			@Override
			public @Nullable String baseUrl(String client) {
				return client.equals("orders") ? "https://localhost:8443" : null;
			}

			@Override
			public @Nullable SslBundle sslBundle(String client) {
				return client.equals("orders") ? given : null;
			}

		};
		H2ClientConnectionDetails later = new H2ClientConnectionDetails() {

			@Override
			public String baseUrl(String client) {
				return "https://" + client + ".later";
			}

		};
		Map<String, String> properties = Map.of("conpool.h2.clients.orders.base-url", "https://orders.example.org",
				"conpool.h2.clients.payments.ssl.bundle", "test");
		ClientSettings settings = settings(properties, this.bundles, List.of(ofOrders, later));
		assertThat(settings.baseUrl("orders")).isEqualTo(new BaseUrl(URI.create("https://localhost:8443"), null));
		assertThat(settings.baseUrl("payments")).isEqualTo(new BaseUrl(URI.create("https://payments.later"), null));
		assertThat(settings.builder("orders").config().tls().protocols()).containsExactly("TLSv1.3");
		assertThat(settings.builder("payments").config().tls().protocols()).hasSize(2);
	}

	private ClientSettings settings(Map<String, String> properties) {
		return settings(properties, this.bundles, List.of());
	}

	private static ClientSettings settings(Map<String, String> properties, @Nullable SslBundles bundles,
			List<H2ClientConnectionDetails> details) {
		return settings(properties, bundles, details, null);
	}

	private static ClientSettings settings(Map<String, String> properties, @Nullable SslBundles bundles,
			List<H2ClientConnectionDetails> details, @Nullable ServiceRouting services) {
		MockEnvironment environment = new MockEnvironment();
		properties.forEach(environment::setProperty);
		return new ClientSettings(Binder.get(environment).bindOrCreate("conpool.h2", H2ClientProperties.class),
				new ClientPropertiesBinder(environment).bind(), new ClientBundles(bundles), details, services);
	}

}
