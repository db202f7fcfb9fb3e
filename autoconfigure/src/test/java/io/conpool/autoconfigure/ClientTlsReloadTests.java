package io.conpool.autoconfigure;

import io.conpool.H2Client;
import io.conpool.autoconfigure.testsupport.SelfSigned;
import io.conpool.autoconfigure.testsupport.TestServer;
import io.conpool.error.H2ClientException;
import io.conpool.error.H2Error;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The SSL bundle begins as one that does not trust the server, and is reloaded as one
 * that does.
 */
class ClientTlsReloadTests {

	private final SslBundle trusting = SelfSigned.bundle(SslOptions.NONE);

	private final DefaultSslBundleRegistry bundles = new DefaultSslBundleRegistry("test",
			SelfSigned.bundle(SslOptions.NONE));

	private final TestServer server = new TestServer(this.trusting);

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(H2ClientAutoConfiguration.class))
		.withBean(DefaultSslBundleRegistry.class, () -> this.bundles)
		.withPropertyValues("conpool.h2.ssl.bundle=test", "conpool.h2.pool.connect-retries=0",
				"conpool.h2.pool.connect-retry-delay=1ms",
				"conpool.h2.clients.orders.base-url=" + this.server.endpoint());

	@AfterEach
	void stopServer() {
		this.server.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "default", "orders" })
	void aClientThatRunsFollows(String name) {
		this.contextRunner.run((context) -> {
			H2Client client = NamedClientsTests.registry(context).client(name);
			assertIsRefused(client);
			this.bundles.updateBundle("test", this.trusting);
			assertThat(client.get(this.server.url("/hello")).status()).isEqualTo(200);
		});
	}

	@Test
	void aClientThatStartsLaterHasThePresentBundle() {
		this.contextRunner.run((context) -> {
			this.bundles.updateBundle("test", this.trusting);
			assertThat(NamedClientsTests.registry(context).client("orders").get("/hello").status()).isEqualTo(200);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "default", "orders" })
	void aClientThatIsStartedAgainHasThePresentBundle(String name) {
		this.contextRunner.run((context) -> {
			H2Client client = NamedClientsTests.registry(context).client(name);
			assertIsRefused(client);
			context.stop();
			this.bundles.updateBundle("test", this.trusting);
			context.start();
			assertThat(client.get(this.server.url("/hello")).status()).isEqualTo(200);
		});
	}

	@Test
	void aVariantWithTheBundleFollows() {
		this.contextRunner.withPropertyValues("conpool.h2.clients.orders.ssl.bundle=").run((context) -> {
			H2Client variant = NamedClientsTests.registry(context)
				.plainClient("orders", new ConnectionVariant(this.bundles.getBundle("test"), null, null));
			assertIsRefused(variant);
			this.bundles.updateBundle("test", this.trusting);
			assertThat(variant.get("/hello").status()).isEqualTo(200);
			assertIsRefused(NamedClientsTests.registry(context).client("orders"));
		});
	}

	@Test
	void aVariantOfAClientWithTheBundleFollows() {
		this.contextRunner.run((context) -> {
			H2Client variant = NamedClientsTests.registry(context)
				.plainClient("orders", new ConnectionVariant(null, (address) -> true, null));
			assertIsRefused(variant);
			this.bundles.updateBundle("test", this.trusting);
			assertThat(variant.get("/hello").status()).isEqualTo(200);
		});
	}

	private void assertIsRefused(H2Client client) {
		assertThatExceptionOfType(H2ClientException.class).isThrownBy(() -> client.get(this.server.url("/hello")))
			.satisfies((ex) -> assertThat(ex.error()).isInstanceOf(H2Error.TlsHandshakeFailed.class));
	}

}
