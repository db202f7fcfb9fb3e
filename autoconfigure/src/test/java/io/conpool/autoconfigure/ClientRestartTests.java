package io.conpool.autoconfigure;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import io.conpool.ClientResources;
import io.conpool.H2Client;
import io.conpool.H2ClientBuilder;
import io.conpool.HttpProtocolHandler;
import io.conpool.autoconfigure.testsupport.TestServer;
import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2ClientException;
import io.conpool.error.H2Error;
import io.conpool.http.H2Request;
import io.conpool.http.HttpConnection;
import io.conpool.pool.Conpool;
import io.conpool.pool.PoolConfig;
import io.conpool.pool.PoolListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The application context is stopped and started, as for a checkpoint, or closed, as for
 * a restart of DevTools.
 */
class ClientRestartTests {

	private final Set<Thread> threadsBefore = new HashSet<>(Thread.getAllStackTraces().keySet());

	private final TestServer server = new TestServer();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(H2ClientAutoConfiguration.class))
		.withPropertyValues("conpool.h2.clients.orders.base-url=" + this.server.endpoint());

	@AfterEach
	void stopServer() {
		this.server.close();
	}

	@Test
	void aStopEndsConnectionsAndThreadsOfAllClients() {
		this.contextRunner.run((context) -> {
			useAll(context);
			assertThat(ownThreads()).isNotEmpty();
			context.stop();
			assertThat(registry(context).pools()).isEmpty();
			awaitNoThreads();
			assertThat(this.server.openConnections()).isZero();
		});
	}

	@Test
	void callsAreRefusedWhileItIsStopped() {
		this.contextRunner.run((context) -> {
			H2Client orders = registry(context).client("orders");
			useAll(context);
			context.stop();
			for (H2Client client : List.of(orders, context.getBean(H2Client.class))) {
				H2Request request = H2Request.get(this.server.url("/hello")).build();
				assertThatExceptionOfType(H2ClientException.class).isThrownBy(() -> client.send(request))
					.satisfies((ex) -> assertThat(ex.error()).isInstanceOf(H2Error.ClientClosed.class));
				assertThat(client.sendAsync(request)).isCompletedExceptionally();
				assertThat(client.streamAsync(request)).isCompletedExceptionally();
				assertThat(client.warmUp(this.server.endpoint())).isCompletedExceptionally();
				assertThat(client.stats()).isEmpty();
			}
		});
	}

	@Test
	void whoHasAClientCanUseItAfterTheNextStart() {
		this.contextRunner.run((context) -> {
			H2Client standard = context.getBean(H2Client.class);
			H2Client orders = registry(context).client("orders");
			H2Client variant = variant(context);
			useAll(context);
			variant.get("/hello");
			context.stop();
			context.start();
			assertThat(registry(context).pools()).isEmpty();
			assertThat(standard.get(this.server.url("/hello")).status()).isEqualTo(200);
			assertThat(orders.get("/hello").status()).isEqualTo(200);
			assertThat(variant.get("/hello").status()).isEqualTo(200);
			assertThat(registry(context).pools()).containsOnlyKeys("default", "orders", "orders~1");
		});
		awaitNoThreads();
	}

	@Test
	void settingsAndListenersAreTheSameAfterTheNextStart() {
		AtomicInteger opened = new AtomicInteger();
		PoolListener listener = new PoolListener() {

			@Override
			public void onConnectionCreated(Endpoint endpoint, Duration took) {
				opened.incrementAndGet();
			}

		};
		this.contextRunner.withBean(PoolListener.class, () -> listener)
			.withPropertyValues("conpool.h2.pool.max-connections=3")
			.run((context) -> {
				context.getBean(H2Client.class).get(this.server.url("/hello"));
				context.stop();
				context.start();
				context.getBean(H2Client.class).get(this.server.url("/hello"));
				assertThat(opened).hasValue(2);
				assertThat(registry(context).pools().get("default").config().maxConnections()).isEqualTo(3);
			});
	}

	@Test
	void anApplicationsBuilderIsUsedAgain() {
		this.contextRunner.withBean(H2ClientBuilder.class, () -> H2Client.builder().defaultHeader("x-mine", "yes"))
			.run((context) -> {
				context.stop();
				context.start();
				context.getBean(H2Client.class).get(this.server.url("/hello"));
				assertThat(this.server.requests().get(0).get("x-mine")).hasToString("yes");
			});
		awaitNoThreads();
	}

	@Test
	void whatTheApplicationHasMadeItselfIsLeftAlone() {
		this.contextRunner.withUserConfiguration(OwnParts.class).run((context) -> {
			H2Client client = context.getBean(H2Client.class);
			client.get(this.server.url("/hello"));
			context.stop();
			assertThat(client.get(this.server.url("/hello")).status()).isEqualTo(200);
			context.start();
			assertThat(client.get(this.server.url("/hello")).status()).isEqualTo(200);
			assertThat(context.getBean(Conpool.class).stats(this.server.endpoint()).created()).isOne();
		});
	}

	@Test
	void connectionsAreMadeAgainInTheBackgroundWhereTheyWereAtTheStart() {
		this.contextRunner.withPropertyValues("conpool.h2.clients.orders.warm-up=require").run((context) -> {
			context.stop();
			context.start();
			assertThat(registry(context).pools()).containsKey("orders");
		});
	}

	@Test
	void aPauseChangesNothing() {
		this.contextRunner.run((context) -> {
			useAll(context);
			context.getSourceApplicationContext().pause();
			useAll(context);
			assertThat(registry(context).pools().get("orders").stats(this.server.endpoint()).created()).isOne();
		});
	}

	@Test
	void noThreadIsLeftWhenTheContextIsClosed() {
		this.contextRunner.run((context) -> {
			useAll(context);
			registry(context).client("orders").sendAsync(H2Request.get(this.server.url("/hello")).build()).join();
			variant(context).get("/hello");
		});
		awaitNoThreads();
	}

	@Test
	void noThreadIsLeftOfAContextThatDidNotStart() {
		this.contextRunner.withBean("broken", String.class, () -> {
			throw new IllegalStateException("broken");
		}).run((context) -> assertThat(context).hasFailed());
		awaitNoThreads();
	}

	@Test
	void beansMayCallWhileTheyAreDestroyed() {
		AtomicInteger status = new AtomicInteger();
		this.contextRunner.withUserConfiguration(Farewell.class)
			.withBean("status", AtomicInteger.class, () -> status)
			.withBean("url", String.class, () -> this.server.url("/hello"))
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(status).hasValue(200);
	}

	private void useAll(ApplicationContext context) {
		assertThat(context.getBean(H2Client.class).get(this.server.url("/hello")).status()).isEqualTo(200);
		assertThat(registry(context).client("orders").get("/hello").status()).isEqualTo(200);
	}

	private static H2Client variant(ApplicationContext context) {
		return registry(context).plainClient("orders", new ConnectionVariant(null, (address) -> true, null));
	}

	private static H2ClientRegistry registry(ApplicationContext context) {
		return NamedClientsTests.registry(context);
	}

	private Set<String> ownThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> !this.threadsBefore.contains(thread) && thread.getName().startsWith("conpool-h2-"))
			.map(Thread::getName)
			.collect(Collectors.toSet());
	}

	/** They end within two seconds in the background. */
	private void awaitNoThreads() {
		long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
		while (!ownThreads().isEmpty()) {
			assertThat(System.nanoTime()).as("still there: %s", ownThreads()).isLessThan(end);
			Thread.onSpinWait();
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnParts {

		@Bean
		ClientResources ownThreads() {
			return ClientResources.builder().start();
		}

		@Bean
		Conpool<HttpConnection> ownPool(HttpProtocolHandler handler) {
			return new Conpool<>(handler, PoolConfig.defaults(), handler.scheduler(), PoolListener.all(List.of()));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Farewell {

		@Bean(destroyMethod = "close")
		AutoCloseable farewell(H2Client client, String url, AtomicInteger status) {
			return () -> status.set(client.get(url).status());
		}

	}

}
