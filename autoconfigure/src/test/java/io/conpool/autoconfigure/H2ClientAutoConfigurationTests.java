package io.conpool.autoconfigure;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import javax.net.ssl.X509TrustManager;
import javax.security.auth.x500.X500Principal;

import io.conpool.H2Client;
import io.conpool.H2ClientBuilder;
import io.conpool.HttpProtocolHandler;
import io.conpool.autoconfigure.testsupport.SelfSigned;
import io.conpool.autoconfigure.testsupport.TestServer;
import io.conpool.connection.http2.H2ConnectionListener;
import io.conpool.endpoint.Endpoint;
import io.conpool.pool.Conpool;
import io.conpool.pool.PoolConfig;
import io.conpool.pool.PoolListener;
import io.conpool.pool.PoolStats;
import io.conpool.transport.TlsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslBundleRegistrar;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;

class H2ClientAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(H2ClientAutoConfiguration.class, SslAutoConfiguration.class));

	@Test
	void clientPoolAndHandlerAreThereByDefault() {
		this.contextRunner.run((context) -> {
			assertThat(context).hasSingleBean(H2Client.class)
				.hasSingleBean(Conpool.class)
				.hasSingleBean(HttpProtocolHandler.class)
				.hasSingleBean(H2ClientBuilder.class)
				.hasSingleBean(H2ClientProperties.class);
			assertThat(context.getBean(Conpool.class).config()).isEqualTo(PoolConfig.defaults());
		});
	}

	@Test
	void theClientIsThatOfThePool() {
		try (TestServer server = new TestServer()) {
			this.contextRunner.run((context) -> {
				H2Client client = context.getBean(H2Client.class);
				assertThat(client.get(server.url("/hello")).bodyAsString()).isEqualTo("hello");
				assertThat(context.getBean(Conpool.class).stats(server.endpoint())).isNotNull();
			});
		}
	}

	@Test
	void nothingIsThereWhenItIsSwitchedOff() {
		this.contextRunner.withPropertyValues("conpool.h2.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(H2Client.class)
				.doesNotHaveBean(Conpool.class)
				.doesNotHaveBean(HttpProtocolHandler.class)
				.doesNotHaveBean(H2ClientBuilder.class)
				.doesNotHaveBean(H2ClientProperties.class));
	}

	@Test
	void nothingIsThereWithoutTheClientsLibrary() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(H2Client.class))
			.run((context) -> assertThat(context).doesNotHaveBean(H2ClientAutoConfiguration.class));
	}

	@Test
	void propertiesReachThePool() {
		this.contextRunner
			.withPropertyValues("conpool.h2.pool.max-connections=2", "conpool.h2.pool.idle-time=20s",
					"conpool.h2.pool.max-uses=1000")
			.run((context) -> {
				PoolConfig config = context.getBean(Conpool.class).config();
				assertThat(config.maxConnections()).isEqualTo(2);
				assertThat(config.idleTime()).isEqualTo(Duration.ofSeconds(20));
				assertThat(config.maxUses()).isEqualTo(1000);
			});
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void aReloadedSslBundleReachesTheClient(CapturedOutput output) {
		AtomicReference<SslBundleRegistry> bundles = new AtomicReference<>();
		this.contextRunner.withBean(SslBundleRegistrar.class, () -> (registry) -> {
			registry.registerBundle("test", SelfSigned.bundle(SslOptions.NONE));
			bundles.set(registry);
		}).withPropertyValues("conpool.h2.ssl.bundle=test").run((context) -> {
			assertThat(context).hasSingleBean(H2Client.class);
			bundles.get().updateBundle("test", SelfSigned.bundle(SslOptions.of(null, new String[] { "TLSv1.1" })));
			assertThat(output).contains("SSL bundle 'test' is reloaded but cannot be used");
			bundles.get().updateBundle("test", SelfSigned.bundle(SslOptions.NONE));
			assertThat(output).contains("SSL bundle 'test' is reloaded\n");
		});
	}

	@Test
	void theSslBundleReachesTheClient() {
		SslBundle bundle = SelfSigned.bundle(SslOptions.NONE);
		this.contextRunner
			.withBean(SslBundleRegistrar.class, () -> (registry) -> registry.registerBundle("test", bundle))
			.withPropertyValues("conpool.h2.ssl.bundle=test")
			.run((context) -> {
				TlsConfig tls = context.getBean(H2ClientBuilder.class).config().tls();
				X509TrustManager trust = (X509TrustManager) tls.trustManagers().getTrustManagers()[0];
				assertThat(trust.getAcceptedIssuers()).extracting(X509Certificate::getSubjectX500Principal)
					.containsExactly(new X500Principal("CN=localhost"));
			});
	}

	@Test
	void customizersAreAppliedInTheirOrderAfterTheProperties() {
		this.contextRunner.withUserConfiguration(CustomizerConfiguration.class)
			.withPropertyValues("conpool.h2.pool.max-connections=2")
			.run((context) -> {
				assertThat(context.getBean(CustomizerConfiguration.class).seen).containsExactly("first: 2",
						"second: 3");
				assertThat(context.getBean(Conpool.class).config().maxConnections()).isEqualTo(4);
			});
	}

	@Test
	void listenerBeansHearOfPoolAndConnections() {
		try (TestServer server = new TestServer()) {
			this.contextRunner.withUserConfiguration(ListenerConfiguration.class).run((context) -> {
				context.getBean(H2Client.class).get(server.url("/hello"));
				assertThat(context.getBean(ListenerConfiguration.class).heard).contains("first added", "second added",
						"bytes read");
			});
		}
	}

	@Test
	void theContextClosesTheClient() {
		Endpoint endpoint = new Endpoint(Endpoint.Scheme.HTTP, "127.0.0.1", 1);
		this.contextRunner.run((context) -> {
			Conpool<?> pool = context.getBean(Conpool.class);
			context.close();
			assertThat(pool.acquire(endpoint)).isCompletedExceptionally();
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class CustomizerConfiguration {

		private final List<String> seen = new ArrayList<>();

		@Bean
		@Order(2)
		H2ClientBuilderCustomizer second() {
			return customizer("second");
		}

		@Bean
		@Order(1)
		H2ClientBuilderCustomizer first() {
			return customizer("first");
		}

		private H2ClientBuilderCustomizer customizer(String name) {
			return (builder) -> {
				int max = builder.config().pool().maxConnections();
				this.seen.add(name + ": " + max);
				builder.pool(PoolConfig.builder().maxConnections(max + 1).build());
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ListenerConfiguration {

		private final List<String> heard = new CopyOnWriteArrayList<>();

		@Bean
		@Order(2)
		PoolListener second() {
			return listener("second");
		}

		@Bean
		@Order(1)
		PoolListener first() {
			return listener("first");
		}

		private PoolListener listener(String name) {
			return new PoolListener() {
				@Override
				public void onEndpointAdded(Endpoint endpoint, Supplier<PoolStats> stats) {
					ListenerConfiguration.this.heard.add(name + " added");
				}
			};
		}

		@Bean
		H2ConnectionListener connections() {
			return new H2ConnectionListener() {
				@Override
				public void onBytesRead(Endpoint endpoint, long bytes) {
					ListenerConfiguration.this.heard.add("bytes read");
				}
			};
		}

	}

}
