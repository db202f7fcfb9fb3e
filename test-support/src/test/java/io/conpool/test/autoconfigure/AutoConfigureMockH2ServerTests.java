package io.conpool.test.autoconfigure;

import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;

import io.conpool.autoconfigure.H2ClientConnectionDetails;
import io.conpool.autoconfigure.H2ClientRegistry;
import io.conpool.test.MockH2Server;
import io.conpool.test.MockResponse;
import io.conpool.test.autoconfigure.example.ExampleApplication;
import io.conpool.test.autoconfigure.example.OrderService;
import io.conpool.test.autoconfigure.example.StockService;
import org.junit.jupiter.api.Test;

import org.springframework.boot.restclient.test.autoconfigure.AutoConfigureRestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext.HierarchyMode;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestContextManager;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What the annotation does for classes of tests, whose contexts are started here.
 */
class AutoConfigureMockH2ServerTests {

	@Test
	void allClientsOfAnApplicationAreLedToTheServer() {
		try (Started test = start(AllClients.class)) {
			MockH2Server server = test.bean(MockH2Server.class);
			server.respond("GET", "/orders/1", MockResponse.text("order"))
				.respond("GET", "/items/7", MockResponse.text("12"));
			assertThat(test.bean(OrderService.class).find(1)).isEqualTo("order");
			assertThat(test.bean(StockService.class).count("7")).isEqualTo("12");
		}
	}

	@Test
	void onlyTheClientsThatAreNamedAreLedToTheServer() {
		try (Started test = start(OneClient.class)) {
			H2ClientConnectionDetails details = test.bean(H2ClientConnectionDetails.class);
			assertThat(details.baseUrl("stock")).isEqualTo(test.bean(MockH2Server.class).baseUrl());
			assertThat(details.baseUrl("default")).isNull();
			assertThat(details.sslBundle("default")).isNull();
		}
	}

	@Test
	void overTlsTheClientsTrustTheServer() {
		try (Started test = start(OverTls.class)) {
			MockH2Server server = test.bean(MockH2Server.class);
			server.respond("GET", "/orders/1", MockResponse.text("secure"));
			assertThat(server.baseUrl()).startsWith("https://");
			assertThat(test.bean(OrderService.class).find(1)).isEqualTo("secure");
		}
	}

	@Test
	void theSliceTakesWhatStandsOnTheTestClass() {
		try (Started test = start(SliceOverTls.class)) {
			assertThat(test.bean(MockH2Server.class).tls()).isTrue();
			assertThat(test.bean(H2ClientRegistry.class).names()).contains("further");
		}
	}

	@Test
	void aNameThatNoClientHasFailsTheStart() {
		assertThatIllegalStateException().isThrownBy(() -> start(UnknownClient.class))
			.havingRootCause()
			.isInstanceOf(IllegalArgumentException.class)
			.withMessageContaining("stocks")
			.withMessageContaining("[default, stock]");
	}

	@Test
	void theServerGoesBeforeOtherConnectionDetails() {
		try (Started test = start(WithOtherDetails.class)) {
			test.bean(MockH2Server.class).respond("GET", "/orders/1", MockResponse.text("order"));
			assertThat(test.bean(OrderService.class).find(1)).isEqualTo("order");
		}
	}

	@Test
	void aServerOfTheTestsOwnTakesThePlaceOfTheOther() {
		try (Started test = start(WithOwnServer.class)) {
			MockH2Server own = test.context().getBean("ownServer", MockH2Server.class);
			own.respond("GET", "/orders/1", MockResponse.text("order"));
			assertThat(test.bean(OrderService.class).find(1)).isEqualTo("order");
			assertThat(test.context().getBeansOfType(MockH2Server.class)).hasSize(1);
		}
	}

	@Test
	void testsOfTheSameKindShareAContextAndOthersDoNot() {
		try (Started first = start(AllClients.class);
				Started again = start(AllClientsAgain.class);
				Started other = start(OverTls.class)) {
			assertThat(again.context()).isSameAs(first.context());
			assertThat(other.context()).isNotSameAs(first.context());
		}
	}

	@Test
	void theServerForgetsAfterEachTestMethod() throws Exception {
		try (Started test = start(AllClients.class)) {
			MockH2Server server = test.bean(MockH2Server.class);
			server.respond("GET", "/orders/1", MockResponse.text("order"));
			test.bean(OrderService.class).find(1);
			test.manager().afterTestMethod(new AllClients(), AllClients.class.getDeclaredMethod("method"), null);
			assertThat(server.requests()).isEmpty();
			assertThat(test.bean(OrderService.class).find(1)).startsWith("no answer for GET /orders/1");
		}
	}

	@Test
	void theServerIsClosedWithTheContext() {
		MockH2Server server;
		try (Started test = start(AllClients.class)) {
			server = test.bean(MockH2Server.class);
		}
		URI closed = URI.create(server.baseUrl());
		assertThatExceptionOfType(ConnectException.class)
			.isThrownBy(() -> new Socket(closed.getHost(), closed.getPort()).close());
	}

	@Test
	void springsClientsOverTheClientsBelongToTheSlice() {
		try (Started test = start(SliceWithRestClient.class)) {
			MockH2Server server = test.bean(MockH2Server.class);
			server.respond("GET", "/orders/1", MockResponse.text("order")).refuseNext();
			RestClient client = test.bean(RestClient.Builder.class).baseUrl(server.baseUrl()).build();
			assertThat(client.get().uri("/orders/1").retrieve().body(String.class)).isEqualTo("order");
			assertThat(server.requests()).hasSize(2);
		}
	}

	@Test
	void withoutTheAnnotationThereIsNoServer() {
		try (Started test = start(NoServer.class)) {
			assertThat(test.context().getBeansOfType(MockH2Server.class)).isEmpty();
		}
	}

	private static Started start(Class<?> testClass) {
		Started started = new Started(new TestContextManager(testClass));
		started.context();
		return started;
	}

	/** A class of tests whose context is in the cache until it is closed. */
	private record Started(TestContextManager manager) implements AutoCloseable {

		ApplicationContext context() {
			return this.manager.getTestContext().getApplicationContext();
		}

		<T> T bean(Class<T> type) {
			return context().getBean(type);
		}

		@Override
		public void close() {
			this.manager.getTestContext().markApplicationContextDirty(HierarchyMode.EXHAUSTIVE);
		}

	}

	@SpringBootTest(classes = ExampleApplication.class)
	@AutoConfigureMockH2Server
	static class AllClients {

		void method() {
		}

	}

	@SpringBootTest(classes = ExampleApplication.class)
	@AutoConfigureMockH2Server
	static class AllClientsAgain {

	}

	@SpringBootTest(classes = ExampleApplication.class)
	@AutoConfigureMockH2Server(clients = "stock")
	static class OneClient {

	}

	@SpringBootTest(classes = ExampleApplication.class)
	@AutoConfigureMockH2Server(clients = { "default", "stocks" })
	static class UnknownClient {

	}

	@SpringBootTest(classes = ExampleApplication.class)
	@AutoConfigureMockH2Server(tls = true)
	static class OverTls {

	}

	@H2ClientTest(properties = "conpool.h2.clients.further.protocol=h2")
	@ContextConfiguration(classes = ExampleApplication.class)
	@AutoConfigureMockH2Server(tls = true)
	static class SliceOverTls {

	}

	@H2ClientTest(properties = "conpool.h2.rest-client.enabled=true")
	@ContextConfiguration(classes = ExampleApplication.class)
	@AutoConfigureRestClient
	static class SliceWithRestClient {

	}

	@SpringBootTest(classes = ExampleApplication.class)
	@AutoConfigureMockH2Server
	@Import(OtherDetails.class)
	static class WithOtherDetails {

	}

	@SpringBootTest(classes = ExampleApplication.class)
	@AutoConfigureMockH2Server
	@Import(OwnServer.class)
	static class WithOwnServer {

	}

	@SpringBootTest(classes = ExampleApplication.class)
	static class NoServer {

	}

	@TestConfiguration(proxyBeanMethods = false)
	static class OtherDetails {

		@Bean
		H2ClientConnectionDetails otherDetails() {
			return new H2ClientConnectionDetails() {
				@Override
				public String baseUrl(String client) {
					return "http://other.example.invalid";
				}
			};
		}

	}

	@TestConfiguration(proxyBeanMethods = false)
	static class OwnServer {

		@Bean
		MockH2Server ownServer() {
			return MockH2Server.start();
		}

	}

}
