package io.conpool.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

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
import io.conpool.pool.PoolListener;
import io.conpool.pool.PoolStats;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class NamedClientsTests {

	private final TestServer server = new TestServer();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(H2ClientAutoConfiguration.class, SslAutoConfiguration.class))
		.withPropertyValues("conpool.h2.pool.max-connections=3", "conpool.h2.clients.orders.pool.max-connections=2",
				"conpool.h2.clients.orders.base-url=" + this.server.endpoint(),
				"conpool.h2.clients.payments.max-retries=1");

	@AfterEach
	void stopServer() {
		this.server.close();
	}

	@Test
	void namesAreThoseOfThePropertiesAfterTheDefault() {
		this.contextRunner
			.run((context) -> assertThat(registry(context).names()).containsExactly("default", "orders", "payments"));
	}

	@Test
	void aNamedClientIsInjectedByItsNameAndTheDefaultOneWithoutOne() {
		this.contextRunner.withUserConfiguration(Shop.class).run((context) -> {
			Shop.Clients clients = context.getBean(Shop.Clients.class);
			assertThat(clients.orders()).isSameAs(registry(context).client("orders"));
			assertThat(clients.standard()).isSameAs(registry(context).client("default"))
				.isSameAs(context.getBean(H2Client.class))
				.isNotSameAs(clients.orders());
			assertThat(clients.named()).isSameAs(clients.standard());
		});
	}

	@Test
	void aNamedClientHasItsSettingsAndItsPool() {
		this.contextRunner.run((context) -> {
			assertThat(registry(context).client("orders").get("/hello").bodyAsString()).isEqualTo("hello");
			assertThat(registry(context).pools()).containsOnlyKeys("default", "orders");
			Conpool<?> pool = registry(context).pools().get("orders");
			assertThat(pool.config().maxConnections()).isEqualTo(2);
			assertThat(pool.stats(this.server.endpoint()).created()).isOne();
			assertThat(context.getBean(Conpool.class).stats(this.server.endpoint())).isNull();
			assertThat(context.getBean(Conpool.class).config().maxConnections()).isEqualTo(3);
		});
	}

	@Test
	void aClientThatIsInjectedAndNotUsedHasNoPool() {
		this.contextRunner.withUserConfiguration(Shop.class).run((context) -> {
			H2Client orders = context.getBean(Shop.Clients.class).orders();
			assertThat(orders.stats()).isEmpty();
			assertThat(registry(context).pools()).containsOnlyKeys("default");
		});
	}

	@Test
	void headersOfAClientAreSent() {
		this.contextRunner.withPropertyValues("conpool.h2.clients.orders.headers.x-shop=abc").run((context) -> {
			registry(context).client("orders").get("/hello");
			assertThat(this.server.requests().get(0).get("x-shop")).hasToString("abc");
		});
	}

	@Test
	void aHeaderThatCannotBeSentIsRefusedWithoutItsValue() {
		this.contextRunner.withPropertyValues("conpool.h2.clients.orders.headers.content-length=s3cret")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("content-length")
				.hasMessageNotContaining("s3cret"));
	}

	@Test
	void anUnknownNameIsRefusedWithThoseThatThereAre() {
		this.contextRunner.run((context) -> {
			assertThatIllegalArgumentException().isThrownBy(() -> registry(context).client("ordres"))
				.withMessage("client: ordres (expected: one of [default, orders, payments])");
			assertThatIllegalArgumentException()
				.isThrownBy(() -> registry(context).plainClient("ordres", ConnectionVariant.NONE));
			assertThatExceptionOfType(NoSuchBeanDefinitionException.class)
				.isThrownBy(() -> qualified(context, "ordres"));
		});
	}

	@Test
	void anApplicationsBeanOfTheSameNameIsNoCollision() {
		this.contextRunner.withBean("orders", String.class, () -> "mine").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(qualified(context, "orders")).isSameAs(registry(context).client("orders"));
		});
	}

	@Test
	void anApplicationsClientOfTheSameNameWins() {
		this.contextRunner.withUserConfiguration(Shop.class, OwnOrders.class).run((context) -> {
			assertThat(context.getBean(Shop.Clients.class).orders()).isSameAs(context.getBean("orders"));
			assertThat(context.getBean(H2Client.class)).isSameAs(context.getBean("h2Client"));
		});
	}

	@Test
	void allClientsShareTheThreadsAndListeners() {
		Listener listener = new Listener();
		this.contextRunner.withBean(PoolListener.class, () -> listener).run((context) -> {
			assertThat(context).hasSingleBean(ClientResources.class);
			context.getBean(H2Client.class).get(this.server.url("/hello"));
			registry(context).client("orders").get("/hello");
			assertThat(listener.added).hasSize(2).containsOnly(this.server.endpoint());
		});
	}

	@Test
	void customizersAreToldWhoseBuilderItIs() {
		this.contextRunner.withUserConfiguration(Customizers.class).run((context) -> {
			Customizers customizers = context.getBean(Customizers.class);
			assertThat(customizers.all).containsExactly("default");
			assertThat(customizers.ofOrders).isZero();
			H2Client orders = registry(context).client("orders");
			assertThat(orders.get("/hello").status()).isEqualTo(200);
			assertThat(orders.get("/hello").status()).isEqualTo(200);
			assertThat(customizers.all).containsExactly("default", "orders");
			assertThat(customizers.ofOrders).isOne();
		});
	}

	@Test
	void decoratorsStandAroundEveryClientButThePlainOnes() {
		this.contextRunner.withUserConfiguration(Decorators.class).run((context) -> {
			registry(context).client("orders").get("/hello");
			registry(context).client("orders").get("/hello");
			context.getBean(H2Client.class).get(this.server.url("/hello"));
			List<String> decorated = context.getBean(Decorators.class).decorated;
			assertThat(decorated).containsExactly("default", "orders");
			for (String name : registry(context).names()) {
				H2Client plain = registry(context).plainClient(name, ConnectionVariant.NONE);
				assertThat(plain).isNotInstanceOf(Decorated.class);
				assertThat(registry(context).client(name)).isInstanceOfSatisfying(Decorated.class,
						(client) -> assertThat(client.client()).isSameAs(plain));
			}
		});
	}

	@Test
	void clientsAreClosedWithTheContext() {
		this.contextRunner.run((context) -> {
			H2Client orders = registry(context).client("orders");
			H2Client payments = registry(context).client("payments");
			orders.get("/hello");
			Conpool<?> pool = registry(context).pools().get("orders");
			context.close();
			assertThat(pool.acquire(this.server.endpoint())).isCompletedExceptionally();
			assertIsClosed(orders);
			assertIsClosed(payments);
		});
	}

	@Test
	void theApplicationsClientIsTheDefaultOne() {
		H2Client mine = H2Client.builder().build();
		this.contextRunner.withBean("mine", H2Client.class, () -> mine).run((context) -> {
			assertThat(registry(context).client("default")).isSameAs(mine);
			assertThat(registry(context).plainClient("default", ConnectionVariant.NONE)).isSameAs(mine);
			assertThat(registry(context).pools()).containsOnlyKeys("default");
		});
	}

	@Test
	void theApplicationsPoolIsThatOfTheDefaultClient() {
		this.contextRunner.withUserConfiguration(OwnPool.class).run((context) -> {
			assertThat(registry(context).pools()).containsEntry("default", context.getBean(Conpool.class));
			context.getBean(H2Client.class).get(this.server.url("/hello"));
			assertThat(context.getBean(Conpool.class).allStats()).containsKey(this.server.endpoint());
		});
	}

	@Test
	void anApplicationsThreadsAreUsedByAllAndLeftOpenUntilTheContextCloses() {
		this.contextRunner.withUserConfiguration(OwnResources.class).run((context) -> {
			registry(context).client("orders").get("/hello");
			assertThat(context).getBeanNames(ClientResources.class).containsExactly("mine");
		});
	}

	static H2ClientRegistry registry(ApplicationContext context) {
		return context.getBean(H2ClientRegistry.class);
	}

	private static H2Client qualified(ApplicationContext context, String name) {
		return BeanFactoryAnnotationUtils.qualifiedBeanOfType(context.getAutowireCapableBeanFactory(), H2Client.class,
				name);
	}

	private void assertIsClosed(H2Client client) {
		H2Request request = H2Request.get(this.server.url("/hello")).build();
		assertThatExceptionOfType(H2ClientException.class).isThrownBy(() -> client.send(request))
			.satisfies((ex) -> assertThat(ex.error()).isInstanceOf(H2Error.ClientClosed.class));
		assertThat(client.sendAsync(request)).isCompletedExceptionally();
	}

	@Configuration(proxyBeanMethods = false)
	static class Shop {

		record Clients(H2Client standard, H2Client orders, H2Client named) {
		}

		@Bean
		Clients clients(H2Client standard, @Qualifier("orders") H2Client renamed, H2Client orders) {
			return new Clients(standard, renamed, orders);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnOrders {

		@Bean(defaultCandidate = false)
		H2Client orders() {
			return H2Client.builder().build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnPool {

		@Bean
		Conpool<HttpConnection> mine(H2ClientBuilder builder, HttpProtocolHandler handler) {
			return builder.pool(handler, handler.scheduler());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnResources {

		@Bean
		ClientResources mine() {
			return ClientResources.builder().start();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Customizers {

		private final List<String> all = new ArrayList<>();

		private int ofOrders;

		@Bean
		H2ClientBuilderCustomizer ofAll() {
			return new H2ClientBuilderCustomizer() {

				@Override
				public void customize(H2ClientBuilder builder) {
					throw new AssertionError("without a name");
				}

				@Override
				public void customize(String client, H2ClientBuilder builder) {
					Customizers.this.all.add(client);
				}

			};
		}

		@Bean
		H2ClientBuilderCustomizer ofOrders() {
			return H2ClientBuilderCustomizer.forClient("orders", (builder) -> this.ofOrders++);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Decorators {

		private final List<String> decorated = new CopyOnWriteArrayList<>();

		@Bean
		H2ClientDecorator decorator() {
			return (name, client) -> {
				this.decorated.add(name);
				return new Decorated(client);
			};
		}

	}

	private static final class Decorated extends DelegatingClient {

		private final H2Client client;

		Decorated(H2Client client) {
			this.client = client;
		}

		H2Client client() {
			return this.client;
		}

		@Override
		H2Client delegate() {
			return this.client;
		}

		@Override
		public void close() {
			this.client.close();
		}

	}

	private static final class Listener implements PoolListener {

		private final List<Endpoint> added = new CopyOnWriteArrayList<>();

		@Override
		public void onEndpointAdded(Endpoint endpoint, Supplier<PoolStats> stats) {
			this.added.add(endpoint);
		}

	}

}
