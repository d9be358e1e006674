using Microsoft.CodeAnalysis;

namespace CityActors.Engine.Generators;

/// <summary>Checks grain interfaces and writes their references.</summary>
internal static class GrainInterfaces
{
    private const string Token = "System.Threading.CancellationToken";

    public static Found Describe(INamedTypeSymbol type)
    {
        var reports = new List<Report>();
        if (type.IsGenericType)
        {
            reports.Add(new Report(Rules.NoGenericGrains, type.Place(), type.ShortName()));
        }

        if (!type.Implements("Orleans.IGrainWithStringKey") && !type.Implements("Orleans.IRemindable") && type.GrainMethods().Any())
        {
            reports.Add(new Report(Rules.StringKeys, type.Place(), type.ShortName()));
        }

        foreach (var member in type.GetMembers())
        {
            Member(member, reports);
        }

        var source = reports.Count == 0 ? ReferenceWriter.Write(type) : string.Empty;
        var registration = source.Length == 0
            ? string.Empty
            : $"grains.AddInterface(typeof({type.FullName()}), static target => new {ReferenceWriter.ClassName(type)}(target));";
        return new Found(ReferenceWriter.ClassName(type), source, registration, reports, Enumerable.Empty<Named>());
    }

    private static void Member(ISymbol member, List<Report> reports)
    {
        switch (member)
        {
            case IMethodSymbol { MethodKind: MethodKind.Ordinary } method:
                Method(method, reports);
                break;
            case IPropertySymbol or IEventSymbol:
                reports.Add(new Report(Rules.NoProperties, member.Place(), member.ShortName()));
                break;
            case IMethodSymbol { AssociatedSymbol: null }:
                reports.Add(new Report(Rules.NoDefaultImplementation, member.Place(), member.ShortName()));
                break;
            default:
                break;
        }
    }

    private static void Method(IMethodSymbol method, List<Report> reports)
    {
        var name = method.ShortName();
        if (method.IsStatic || !method.IsAbstract)
        {
            reports.Add(new Report(Rules.NoDefaultImplementation, method.Place(), name));
            return;
        }

        if (method.IsGenericMethod)
        {
            reports.Add(new Report(Rules.NoGenericMethods, method.Place(), name));
        }

        ReturnType(method, name, reports);
        if (method.Parameters.Count(parameter => parameter.Type.ToDisplayString() == Token) > 1)
        {
            reports.Add(new Report(Rules.OneCancellationToken, method.Place(), name));
        }

        foreach (var parameter in method.Parameters)
        {
            if (parameter.RefKind != RefKind.None)
            {
                reports.Add(new Report(Rules.ByReference, parameter.Place(), name, parameter.Name));
            }
            else if (!parameter.Has("Orleans.ImmutableAttribute"))
            {
                Message(parameter.Type, parameter, name, reports);
            }

            Contracts.RequireSerializer(parameter.Type, method, reports);
        }
    }

    private static void ReturnType(IMethodSymbol method, string name, List<Report> reports)
    {
        switch (method.ReturnType.OriginalName())
        {
            case "System.Threading.Tasks.Task" or "System.Threading.Tasks.ValueTask":
                break;
            case "System.Threading.Tasks.Task<TResult>" or "System.Threading.Tasks.ValueTask<TResult>":
                var result = ((INamedTypeSymbol)method.ReturnType).TypeArguments[0];
                Message(result, method, name, reports);
                Contracts.RequireSerializer(result, method, reports);
                if (method.Has("Orleans.Concurrency.OneWayAttribute"))
                {
                    reports.Add(new Report(Rules.OneWayResult, method.Place(), name));
                }

                break;
            case "System.Collections.Generic.IAsyncEnumerable<T>":
                reports.Add(new Report(Rules.NoAsyncStreams, method.Place(), name));
                break;
            default:
                reports.Add(new Report(Rules.ReturnType, method.Place(), name, method.ReturnType.ShortName()));
                break;
        }
    }

    private static void Message(ITypeSymbol type, ISymbol carrier, string method, List<Report> reports)
    {
        if (Immutability.WhyMutable(type) is { } why)
        {
            reports.Add(new Report(Rules.MutableMessage, carrier.Place(), method, type.ShortName(), why));
        }
    }
}
