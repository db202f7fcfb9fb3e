package io.conpool.autoconfigure;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

import io.conpool.H2Client;
import io.conpool.H2ClientBuilder;
import io.conpool.autoconfigure.testsupport.SelfSigned;
import io.conpool.autoconfigure.testsupport.TestServer;
import io.conpool.endpoint.AddressFilter;
import io.conpool.error.H2ClientException;
import io.conpool.error.H2Error;
import io.conpool.error.InvalidSettingException;
import io.conpool.http.H2Request;
import io.conpool.http.StreamedResponse;
import io.conpool.pool.Conpool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ClientVariantsTests {

	private static final AddressFilter ALL = (address) -> true;

	private static final AddressFilter NONE = (address) -> false;

	private final TestServer server = new TestServer();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(H2ClientAutoConfiguration.class, SslAutoConfiguration.class))
		.withPropertyValues("conpool.h2.clients.orders.pool.max-connections=2",
				"conpool.h2.clients.orders.base-url=" + this.server.endpoint());

	@AfterEach
	void stopServer() {
		this.server.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "default", "orders" })
	void withoutAVariantItIsTheClientsOwnPool(String name) {
		this.contextRunner.run((context) -> {
			H2Client plain = registry(context).plainClient(name, ConnectionVariant.NONE);
			plain.get(this.server.url("/hello"));
			assertThat(registry(context).client(name).stats()).containsKey(this.server.endpoint());
			assertThat(registry(context).plainClient(name, ConnectionVariant.NONE)).isSameAs(plain);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "default", "orders" })
	void aVariantHasAPoolOfItsOwnAndTheClientsSettings(String name) {
		this.contextRunner.run((context) -> {
			H2Client filtered = registry(context).plainClient(name, filter(ALL));
			assertThat(filtered.get(this.server.url("/hello")).status()).isEqualTo(200);
			assertThat(registry(context).client(name).stats()).isEmpty();
			Conpool<?> pool = registry(context).pools().get(name + "~1");
			assertThat(pool.stats(this.server.endpoint()).created()).isOne();
			assertThat(pool.config().maxConnections()).isEqualTo(name.equals("orders") ? 2 : 10);
		});
	}

	@Test
	void theBaseUrlIsThatOfTheClient() {
		this.contextRunner
			.run((context) -> assertThat(registry(context).plainClient("orders", filter(ALL)).get("/hello").status())
				.isEqualTo(200));
	}

	@Test
	void equalVariantsAreOneClientAndOthersAreOthers() {
		this.contextRunner.run((context) -> {
			H2Client all = registry(context).plainClient("orders", filter(ALL));
			H2Client none = registry(context).plainClient("orders", filter(NONE));
			H2Client slow = registry(context).plainClient("orders",
					new ConnectionVariant(null, ALL, Duration.ofSeconds(1)));
			assertThat(registry(context).plainClient("orders", filter(ALL))).isSameAs(all);
			assertThat(List.of(all, none, slow)).doesNotHaveDuplicates();
			assertThat(registry(context).pools()).containsOnlyKeys("default", "orders~1", "orders~2", "orders~3");
		});
	}

	@Test
	void theAddressFilterIsAsked() {
		this.contextRunner.run((context) -> {
			H2Client none = registry(context).plainClient("orders", filter(NONE));
			assertThatExceptionOfType(H2ClientException.class).isThrownBy(() -> none.get("/hello"))
				.satisfies((ex) -> assertThat(ex.error()).isInstanceOf(H2Error.AddressesRefused.class));
		});
	}

	@Test
	void theConnectTimeoutIsThatOfTheVariant() {
		this.contextRunner.run((context) -> {
			ConnectionVariant wrong = new ConnectionVariant(null, null, Duration.ZERO);
			assertThatExceptionOfType(InvalidSettingException.class)
				.isThrownBy(() -> registry(context).plainClient("orders", wrong))
				.satisfies((ex) -> assertThat(ex.setting()).isEqualTo("clients.orders.transport.connectTimeout"));
		});
	}

	@Test
	void customizersOfTheClientAreAppliedToItsVariants() {
		List<String> names = new CopyOnWriteArrayList<>();
		H2ClientBuilderCustomizer noting = new H2ClientBuilderCustomizer() {

			@Override
			public void customize(H2ClientBuilder builder) {
				throw new AssertionError("without a name");
			}

			@Override
			public void customize(String client, H2ClientBuilder builder) {
				names.add(client);
			}

		};
		this.contextRunner
			.withBean(H2ClientBuilderCustomizer.class, () -> H2ClientBuilderCustomizer.forClient("orders", noting))
			.run((context) -> {
				H2Client variant = registry(context).plainClient("orders", filter(ALL));
				assertThat(names).containsExactly("orders~1");
				variant.get("/hello");
				H2Client other = registry(context).plainClient("default", filter(ALL));
				assertThat(names).containsExactly("orders~1");
				assertThat(other).isNotSameAs(variant);
			});
	}

	@Test
	void anApplicationsBuilderIsThatOfTheDefaultVariants() {
		this.contextRunner.withBean(H2ClientBuilder.class, () -> H2Client.builder().defaultHeader("x-mine", "yes"))
			.run((context) -> {
				registry(context).plainClient("default", filter(ALL)).get(this.server.url("/hello"));
				assertThat(this.server.requests().get(0).get("x-mine")).hasToString("yes");
			});
	}

	@Test
	void whoClosesAVariantLeavesItToTheOthers() {
		this.contextRunner.run((context) -> {
			H2Client variant = registry(context).plainClient("orders", filter(ALL));
			variant.close();
			assertThat(variant.get("/hello").status()).isEqualTo(200);
		});
	}

	@Test
	void variantsThatNobodyHoldsAreClosed() {
		this.contextRunner.run((context) -> {
			for (int i = 1; i <= 20; i++) {
				// Another filter each time, as code makes it that has settings for each
				// call.
				registry(context).plainClient("orders", filter(new OneFilter(i))).get("/hello");
			}
			await(() -> registry(context).pools().keySet().equals(Set.of("default")));
			await(() -> this.server.openConnections() == 0);
		});
	}

	@Test
	void aVariantIsHeldByTheContentThatIsBeingRead() {
		this.contextRunner.run((context) -> {
			StreamedResponse response = registry(context).plainClient("orders", filter(ALL))
				.stream(H2Request.get(this.server.url("/endless")).build());
			registry(context).plainClient("orders", filter(NONE));
			await(() -> !registry(context).pools().containsKey("orders~2"));
			assertThat(registry(context).pools()).containsKey("orders~1");
			response.close();
			await(() -> !registry(context).pools().containsKey("orders~1"));
		});
	}

	@Test
	void aVariantIsHeldByACallUnderWay() {
		this.contextRunner.run((context) -> {
			CompletableFuture<?> call = registry(context).plainClient("orders", filter(ALL))
				.sendAsync(H2Request.get(this.server.url("/never")).build());
			registry(context).plainClient("orders", filter(NONE));
			await(() -> !registry(context).pools().containsKey("orders~2"));
			assertThat(registry(context).pools()).containsKey("orders~1");
			call.cancel(true);
		});
	}

	@Test
	void variantsAreClosedWithTheContext() {
		this.contextRunner.run((context) -> {
			H2ClientRegistry registry = registry(context);
			H2Client variant = registry.plainClient("orders", filter(ALL));
			variant.get("/hello");
			context.close();
			assertThatExceptionOfType(H2ClientException.class).isThrownBy(() -> variant.get(this.server.url("/hello")))
				.satisfies((ex) -> assertThat(ex.error()).isInstanceOf(H2Error.ClientClosed.class));
			assertThatExceptionOfType(H2ClientException.class)
				.isThrownBy(() -> registry.plainClient("orders", filter(NONE)));
		});
	}

	@Test
	void anSslBundleOfAVariantIsUsed() {
		this.contextRunner.run((context) -> {
			ConnectionVariant wrong = new ConnectionVariant(
					SelfSigned.bundle(SslOptions.of(null, new String[] { "TLSv1.1" })), null, null);
			assertThatExceptionOfType(InvalidSettingException.class)
				.isThrownBy(() -> registry(context).plainClient("orders", wrong))
				.withMessageContaining("ssl.protocols");
		});
	}

	private static ConnectionVariant filter(AddressFilter filter) {
		return new ConnectionVariant(null, filter, null);
	}

	/**
	 * What the garbage collector does cannot be waited for in another way; it is left
	 * time for what follows from it.
	 */
	private static void await(BooleanSupplier condition) {
		long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
		long collection = System.nanoTime();
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime()).as("still waiting").isLessThan(end);
			if (System.nanoTime() - collection >= 0) {
				System.gc();
				collection = System.nanoTime() + Duration.ofMillis(200).toNanos();
			}
			Thread.yield();
		}
	}

	private static H2ClientRegistry registry(ApplicationContext context) {
		return NamedClientsTests.registry(context);
	}

	private record OneFilter(int number) implements AddressFilter {

		@Override
		public boolean permits(InetAddress address) {
			return true;
		}

	}

}
