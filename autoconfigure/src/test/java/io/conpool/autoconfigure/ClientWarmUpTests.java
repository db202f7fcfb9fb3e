package io.conpool.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.conpool.H2Client;
import io.conpool.autoconfigure.testsupport.TestServer;
import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2Error;
import io.conpool.pool.PoolListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(OutputCaptureExtension.class)
class ClientWarmUpTests {

	private final TestServer server = new TestServer();

	@AfterEach
	void stopServer() {
		this.server.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "wait", "require" })
	void theApplicationsRunnersFindTheConnections(String warmUp) {
		try (ConfigurableApplicationContext context = run(this.server.endpoint(),
				"--conpool.h2.clients.orders.warm-up=" + warmUp,
				"--conpool.h2.clients.orders.pool.min-connections=2")) {
			assertThat(context.getBean(Application.class).serving).isEqualTo(2);
			assertThat(context.getBean(Application.class).readiness).isEqualTo(ReadinessState.REFUSING_TRAFFIC);
		}
	}

	@Test
	void nothingIsConnectedByDefault() {
		try (ConfigurableApplicationContext context = run(this.server.endpoint())) {
			assertThat(context.getBean(H2ClientRegistry.class).pools()).doesNotContainKey("orders");
		}
	}

	@Test
	void nobodyWaitsForWhatIsMadeInTheBackground() throws IOException {
		try (ServerSocket silent = silent();
				ConfigurableApplicationContext context = run(endpoint(silent.getLocalPort()),
						"--conpool.h2.warm-up=background")) {
			assertThat(context.getBean(H2ClientRegistry.class).client("orders").stats())
				.containsKey(endpoint(silent.getLocalPort()));
		}
	}

	@Test
	void theDefaultClientIsWarmedUpToo() {
		try (ConfigurableApplicationContext context = run(endpoint(1), "--conpool.h2.warm-up=require",
				"--conpool.h2.clients.orders.warm-up=off", "--conpool.h2.base-url=" + this.server.endpoint())) {
			assertThat(context.getBean(H2Client.class).stats().get(this.server.endpoint()).serving()).isOne();
		}
	}

	@Test
	void theStartGoesOnWithoutWhatIsOnlyWaitedFor(CapturedOutput output) throws IOException {
		int port = unusedPort();
		try (ConfigurableApplicationContext context = run(endpoint(port), "--conpool.h2.warm-up=wait",
				"--conpool.h2.warm-up-timeout=200ms")) {
			assertThat(context.isActive()).isTrue();
			assertThat(output).contains("HTTP/2 client 'orders' is not connected to http://127.0.0.1:" + port)
				.contains("the application starts without");
		}
	}

	@Test
	void theStartFailsWithoutWhatIsRequired(CapturedOutput output) throws IOException {
		int port = unusedPort();
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> run(endpoint(port), "--conpool.h2.clients.orders.warm-up=require",
					"--conpool.h2.clients.orders.warm-up-timeout=300ms", "--conpool.h2.pool.connect-retries=0"));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("The HTTP/2 client 'orders' could not be connected to http://127.0.0.1:" + port
					+ " within PT0.3S, which 'conpool.h2.clients.orders.warm-up' requires:")
			.contains("Last error: cannot connect to http://127.0.0.1:" + port)
			.contains("raise 'conpool.h2.clients.orders.warm-up-timeout'");
	}

	@Test
	void theStartFailsWhileTheFirstAttemptIsStillUnderWay(CapturedOutput output) throws IOException {
		try (ServerSocket silent = silent()) {
			assertThatExceptionOfType(IllegalStateException.class)
				.isThrownBy(() -> run(endpoint(silent.getLocalPort()), "--conpool.h2.clients.orders.warm-up=require",
						"--conpool.h2.clients.orders.warm-up-timeout=100ms"));
			assertThat(output).contains("Last error: none, the first attempt is still under way");
		}
	}

	@Test
	void aServerThatComesLaterIsWaitedFor() throws IOException {
		int port = unusedPort();
		Failures failures = new Failures(() -> new TestServer(port));
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.initializers((starting) -> starting.getBeanFactory().registerSingleton("failures", failures))
			.run("--conpool.h2.clients.orders.base-url=" + endpoint(port), "--conpool.h2.warm-up=require",
					"--conpool.h2.warm-up-timeout=30s", "--conpool.h2.pool.connect-retries=0",
					"--conpool.h2.pool.connect-retry-delay=50ms")) {
			assertThat(context.getBean(Application.class).serving).isOne();
			assertThat(failures.count).hasValueGreaterThanOrEqualTo(2);
		}
		finally {
			failures.close();
		}
	}

	private static ConfigurableApplicationContext run(Endpoint endpoint, String... arguments) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("conpool.h2.clients.orders.base-url=" + endpoint)
			.run(arguments);
	}

	private static Endpoint endpoint(int port) {
		return new Endpoint(Endpoint.Scheme.HTTP, "127.0.0.1", port);
	}

	/** One that accepts and says nothing. */
	private static ServerSocket silent() throws IOException {
		return new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"));
	}

	private static int unusedPort() throws IOException {
		try (ServerSocket socket = silent()) {
			return socket.getLocalPort();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ H2ClientAutoConfiguration.class, ApplicationAvailabilityAutoConfiguration.class })
	static class Application {

		private int serving;

		private ReadinessState readiness;

		@Bean
		ApplicationRunner runner(H2ClientRegistry clients, ApplicationAvailability availability) {
			return (arguments) -> {
				this.serving = clients.client("orders")
					.stats()
					.values()
					.stream()
					.mapToInt((stats) -> stats.serving())
					.sum();
				this.readiness = availability.getReadinessState();
			};
		}

	}

	/** Starts a server when a second dial has failed. */
	private static final class Failures implements PoolListener, AutoCloseable {

		private final AtomicInteger count = new AtomicInteger();

		private final Supplier<TestServer> servers;

		private volatile TestServer started;

		Failures(Supplier<TestServer> servers) {
			this.servers = servers;
		}

		@Override
		public void onConnectFailed(Endpoint endpoint, H2Error error) {
			if (this.count.incrementAndGet() == 2) {
				this.started = this.servers.get();
			}
		}

		@Override
		public void close() {
			if (this.started != null) {
				this.started.close();
			}
		}

	}

}
